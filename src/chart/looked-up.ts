import type { Chart } from "./chart.ts";
import { location } from "./location.ts";
import type { ChartLocation } from "./probes/probe.ts";
import { operandsOf } from "./render/parse/operands.ts";
import type { Node, Pipe } from "./render/parse/syntax.ts";

/** A call of `lookup`. */
interface Call {
  readonly file: string;
  readonly start: number;
}

/** A part of a template that prints, and the call that its text or its being printed at all hangs on. */
interface Printed {
  readonly start: number;
  readonly end: number;
  readonly own: Call | undefined;
  readonly guard: Call | undefined;
}

/** A place of a template; of an include on the way to it only what guards it is asked. */
export interface PrintedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Each round follows results of `lookup` through one more variable, or one more template that others include. */
const mostRounds = 8;

/** Which parts of a chart's templates hang on what `lookup` finds. */
export class LookedUp {
  readonly #chart: Chart;
  /** By file, in the order of the text. */
  readonly #printed = new Map<string, Printed[]>();
  /** The templates that print otherwise where something is found. */
  readonly #templates = new Map<string, Call>();

  constructor(chart: Chart) {
    this.#chart = chart;
    const files = [...chart.files].filter(([path, { text }]) => text.includes("{{") && path.includes("templates/"));
    if (!files.some(([, { text }]) => text.includes("lookup"))) return;
    for (let round = 0; round < mostRounds; round++) {
      const known = this.#templates.size;
      for (const [path] of files) this.#read(path);
      if (this.#templates.size === known) break;
    }
    for (const parts of this.#printed.values()) parts.sort((one, other) => one.start - other.start);
  }

  /** The call of `lookup` that the text from a place to the end of its line hangs on, included as `via` says. */
  callFor(place: PrintedPlace, via: readonly PrintedPlace[]): ChartLocation | undefined {
    const call =
      this.#on(place)
        .map(({ own, guard }) => own ?? guard)
        .find((one) => one !== undefined) ??
      via.flatMap((one) => this.#on(one).map(({ guard }) => guard)).find((one) => one !== undefined);
    return call && location(this.#chart, { ...call, end: call.start + "lookup".length });
  }

  /** The parts on the rest of a line. */
  #on({ file, line, column }: PrintedPlace): readonly Printed[] {
    const parts = this.#printed.get(file) ?? [];
    const lines = this.#chart.lines(file);
    const [start, end] = [lines.offset(line - 1) + column - 1, lines.offset(line)];
    let low = 0;
    let high = parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((parts[middle]?.end ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    const found: Printed[] = [];
    for (let part = parts[low]; part !== undefined && part.start < end; part = parts[++low]) found.push(part);
    return found;
  }

  #read(path: string): void {
    const template = this.#chart.template(path);
    if (template === undefined) return;
    const printed = this.#body(path, template.body);
    for (const { name, body } of template.defines) {
      const own = this.#body(path, body);
      const call = own.find((one) => one.own !== undefined || one.guard !== undefined);
      const found = call?.own ?? call?.guard;
      if (found !== undefined && this.#chart.define(name)?.body === body && !this.#templates.has(name))
        this.#templates.set(name, found);
      printed.push(...own);
    }
    this.#printed.set(path, printed);
  }

  /** What a template prints. */
  #body(file: string, nodes: readonly Node[]): Printed[] {
    const variables = new Map<string, Call>();
    let printed: Printed[] = [];
    for (let round = 0; round < mostRounds; round++) {
      const known = variables.size;
      printed = this.#walk(file, nodes, variables);
      if (variables.size === known) break;
    }
    return printed;
  }

  /** All that prints; notes the variables that hold what was looked up, or that were set where something was found. */
  #walk(file: string, nodes: readonly Node[], variables: Map<string, Call>): Printed[] {
    const printed: Printed[] = [];
    const open: { readonly node: Node; readonly guard: Call | undefined }[] = [];
    const enter = (body: readonly Node[], guard: Call | undefined) => {
      for (let at = body.length - 1; at >= 0; at--) open.push({ node: body[at] as Node, guard });
    };
    enter(nodes, undefined);
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      const { node, guard } = one;
      const { start, end } = node;
      if (node.kind === "text") {
        if (!this.#isBlank(file, start, end)) printed.push({ start, end, own: undefined, guard });
      } else if (node.kind === "action" || node.kind === "template") {
        const { pipe } = node;
        const own =
          (node.kind === "template" ? this.#templates.get(node.name) : undefined) ??
          (pipe && this.#callIn(file, pipe, variables));
        const call = own ?? guard;
        if (call !== undefined) for (const name of pipe?.variables ?? []) variables.set(name, call);
        if ((pipe?.variables ?? []).length === 0 && !fails(pipe)) printed.push({ start, end, own, guard });
      } else if ("body" in node) {
        const found = this.#callIn(file, node.pipe, variables);
        const call = found ?? guard;
        if (found !== undefined) for (const name of node.pipe.variables) variables.set(name, found);
        enter(node.otherwise ?? [], call);
        enter(node.body, call);
      }
    }
    return printed;
  }

  #callIn(file: string, pipe: Pipe, variables: ReadonlyMap<string, Call>): Call | undefined {
    for (const operand of operandsOf([{ kind: "action", start: 0, end: 0, pipe }])) {
      if (operand.kind === "function" && operand.name === "lookup") return { file, start: operand.at };
      if (operand.kind === "variable" && variables.has(operand.name)) return variables.get(operand.name);
      // The name of a template stands as a text wherever one is included by its own name.
      if (operand.kind === "text" && this.#templates.has(operand.value)) return this.#templates.get(operand.value);
    }
    return undefined;
  }

  #isBlank(file: string, start: number, end: number): boolean {
    return !/\S/.test((this.#chart.files.get(file)?.text ?? "").slice(start, end));
  }
}

/** Whether all that a pipe does is to end the render. */
function fails(pipe: Pipe | undefined): boolean {
  const last = pipe?.commands.at(-1)?.first;
  return last?.kind === "function" && last.name === "fail";
}

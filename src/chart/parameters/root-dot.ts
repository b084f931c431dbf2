import type { Chart } from "../chart.ts";
import { partsOf } from "../render/parse/operands.ts";
import type { Command, Node, Operand, Pipe } from "../render/parse/syntax.ts";
import { sameScope } from "./scope-of.ts";

/** What a template calls the root of its chart at a place: `.`, or `$` where the dot is something else. */
export type RootName = "." | "$";

/** One template including another: from where, and with what. */
interface Call {
  readonly file: string;
  /** The named template that it stands in; undefined for a file's own text. */
  readonly within: string | undefined;
  readonly hands: RootName | "else";
}

/** Where a node stands: in which named template, and whether the dot is what that was given. */
interface Standing {
  readonly node: Node;
  readonly within: string | undefined;
  readonly isDotKept: boolean;
}

/** Tells how templates of a chart reach their root: by what each named template is handed wherever it is included. */
export class RootDots {
  readonly #chart: Chart;
  #calls: { readonly byName: ReadonlyMap<string, readonly Call[]>; readonly computed: readonly Call[] } | undefined;

  constructor(chart: Chart) {
    this.#chart = chart;
  }

  /**
   * How the literal text at an offset of a template reaches the chart's root. Undefined where it cannot, or not for
   * certain: in a named template that is handed something else somewhere, or that another chart includes, too.
   */
  at(file: string, offset: number): RootName | undefined {
    for (const { node, within, isDotKept } of standings(this.#chart, file)) {
      if (node.kind !== "text" || offset < node.start || offset >= node.end) continue;
      if (within !== undefined && !this.#isHandedRoot(within, file)) return undefined;
      return isDotKept ? "." : "$";
    }
    return undefined;
  }

  /** Whether a named template gets the root of the chart that it stands in from each that includes it. */
  #isHandedRoot(name: string, file: string): boolean {
    const seen = new Set<string>();
    const waiting = [name];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const calls = this.#callsOf(next);
      if (calls.length === 0) return false;
      for (const call of calls) {
        if (call.hands === "else" || !sameScope(this.#chart, call.file, file)) return false;
        if (call.within !== undefined) waiting.push(call.within);
      }
    }
    return true;
  }

  /** Those that name it, and those that work out whom they include: that may be any. */
  #callsOf(name: string): readonly Call[] {
    this.#calls ??= collect(this.#chart);
    return [...(this.#calls.byName.get(name) ?? []), ...this.#calls.computed];
  }
}

function collect(chart: Chart): { byName: ReadonlyMap<string, readonly Call[]>; computed: readonly Call[] } {
  const byName = new Map<string, Call[]>();
  const computed: Call[] = [];
  for (const file of chart.files.keys()) {
    if (!/(?:^|\/)templates\//.test(file)) continue;
    for (const { node, within, isDotKept } of standings(chart, file)) {
      for (const { name, argument } of callsIn(node)) {
        const call: Call = { file, within, hands: handed(argument, isDotKept) };
        if (name === undefined) computed.push(call);
        else if (!/^\/.+\.(?:ya?ml|tpl)$/.test(name)) byName.set(name, [...(byName.get(name) ?? []), call]);
      }
    }
  }
  return { byName, computed };
}

function handed(argument: Operand | undefined, isDotKept: boolean): Call["hands"] {
  if (argument?.kind === "variable" && argument.name === "$" && argument.fields.length === 0) return "$";
  return argument?.kind === "dot" && isDotKept ? "." : "else";
}

interface Called {
  /** Undefined where it is worked out. */
  readonly name: string | undefined;
  readonly argument: Operand | undefined;
}

/** What one node includes by itself, apart from what stands below it. */
function callsIn(node: Node): readonly Called[] {
  const own = node.kind === "template" ? [{ name: node.name, argument: argumentOf(node.pipe) }] : [];
  if (!("pipe" in node) || node.pipe === undefined) return own;
  const action: Node = { kind: "action", start: node.start, end: node.end, pipe: node.pipe };
  return [...own, ...[...partsOf([action])].flatMap((part) => ("rest" in part ? includeOf(part) : []))];
}

function includeOf({ first, rest }: Command): readonly Called[] {
  if (first.kind !== "function" || first.name !== "include") return [];
  const [name, argument] = rest;
  // `print $.Template.BasePath "/config.yaml"` runs a file, none of the named templates.
  if (name?.kind === "pipe" && name.pipe.commands.some(({ rest: words }) => words.some(isBasePath))) return [];
  return [{ name: name?.kind === "text" ? name.value : undefined, argument }];
}

function isBasePath(operand: Operand): boolean {
  return "fields" in operand && operand.fields.at(-1) === "BasePath";
}

function argumentOf(pipe: Pipe | undefined): Operand | undefined {
  const [only, ...others] = pipe?.commands ?? [];
  return only !== undefined && others.length === 0 && only.rest.length === 0 ? only.first : undefined;
}

/** All nodes of a file with what stands around them. */
function* standings(chart: Chart, file: string): Generator<Standing> {
  const template = chart.template(file);
  if (template === undefined) return;
  const waiting: { nodes: readonly Node[]; within: string | undefined; isDotKept: boolean }[] = [
    { nodes: template.body, within: undefined, isDotKept: true },
    // A definition that another replaces never runs.
    ...template.defines
      .filter(({ name, body }) => chart.define(name)?.body === body)
      .map(({ name, body }) => ({ nodes: body, within: name, isDotKept: true })),
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { nodes, within, isDotKept } = next;
    for (const node of nodes) {
      yield { node, within, isDotKept };
      if (!("body" in node)) continue;
      waiting.push({ nodes: node.body, within, isDotKept: isDotKept && node.kind === "if" });
      waiting.push({ nodes: node.otherwise ?? [], within, isDotKept });
    }
  }
}

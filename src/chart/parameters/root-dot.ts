import { countHolding } from "../../read/sorted.ts";
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

/** By the name that is included, and those that work it out. */
interface Calls {
  readonly byName: ReadonlyMap<string, readonly Call[]>;
  readonly computed: readonly Call[];
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
  #calls: Calls | undefined;
  readonly #handed = new Map<string, boolean>();
  readonly #texts = new Map<string, readonly Standing[]>();

  constructor(chart: Chart) {
    this.#chart = chart;
  }

  /**
   * How the literal text at an offset of a template reaches the chart's root. Undefined where it cannot, or not for
   * certain: in a named template that is handed something else somewhere, or that another chart includes, too.
   */
  at(file: string, offset: number): RootName | undefined {
    const texts = this.#textsOf(file);
    const found = texts[countHolding(texts, ({ node }) => node.start <= offset) - 1];
    if (found === undefined || offset >= found.node.end) return undefined;
    if (found.within !== undefined && !this.#isHandedRoot(found.within, file)) return undefined;
    return found.isDotKept ? "." : "$";
  }

  /** The literal texts of a file, in order. */
  #textsOf(file: string): readonly Standing[] {
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    const found = [...standings(this.#chart, file)].filter(({ node }) => node.kind === "text");
    found.sort((one, other) => one.node.start - other.node.start);
    this.#texts.set(file, found);
    return found;
  }

  /** Whether a named template gets the root of the chart that it stands in from each that includes it. */
  #isHandedRoot(name: string, file: string): boolean {
    const id = JSON.stringify([name, file]);
    const known = this.#handed.get(id);
    if (known !== undefined) return known;
    this.#calls ??= collect(this.#chart);
    const isRoot = this.#allHandRoot(name, file, this.#calls);
    this.#handed.set(id, isRoot);
    return isRoot;
  }

  #allHandRoot(name: string, file: string, { byName, computed }: Calls): boolean {
    const seen = new Set<string>();
    const waiting = [name];
    const follow = (call: Call): boolean => {
      if (call.hands === "else" || !sameScope(this.#chart, call.file, file)) return false;
      if (call.within !== undefined) waiting.push(call.within);
      return true;
    };
    // Whom they include is worked out: that may be any.
    if (!computed.every(follow)) return false;
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const calls = byName.get(next) ?? [];
      if (calls.length + computed.length === 0 || !calls.every(follow)) return false;
    }
    return true;
  }
}

function collect(chart: Chart): Calls {
  const byName = new Map<string, Call[]>();
  const computed: Call[] = [];
  for (const file of chart.files.keys()) {
    if (!/(?:^|\/)templates\//.test(file)) continue;
    for (const { node, within, isDotKept } of standings(chart, file)) {
      for (const { name, argument } of callsIn(node)) {
        const call: Call = { file, within, hands: handed(argument, isDotKept) };
        if (name === undefined) computed.push(call);
        else if (!/^\/.+\.(?:ya?ml|tpl)$/.test(name)) {
          const known = byName.get(name);
          if (known === undefined) byName.set(name, [call]);
          else known.push(call);
        }
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

import { addTo } from "../model/grouped.ts";
import { countHolding } from "../read/sorted.ts";
import type { Chart } from "./chart.ts";
import { includedIn, operandsOf, partsOf } from "./render/parse/operands.ts";
import type { ActionNode, Node, TemplateNode } from "./render/parse/syntax.ts";
import type { ChartTemplate } from "./template.ts";

/** A line of a chart's file, from 1. */
export interface ChartLine {
  readonly file: string;
  readonly line: number;
}

/** Parts of a template, and the file that they stand in. */
export interface ReachedNodes {
  readonly file: string;
  readonly nodes: readonly Node[];
}

/** More templates than any line of a chart goes through. */
const mostTemplates = 100;

/** The actions on a line, those ahead that work out the variables on it, and the templates that all of them include. */
export function reachedFrom(chart: Chart, at: ChartLine): readonly ReachedNodes[] {
  const reached: ReachedNodes[] = [{ file: at.file, nodes: actionsOn(chart, at) }];
  const seen = new Set<string>();
  for (const { nodes } of reached) {
    for (const name of includedIn(nodes)) {
      if (seen.has(name) || seen.size >= mostTemplates) continue;
      seen.add(name);
      const define = chart.define(name);
      if (define !== undefined) reached.push({ file: define.file, nodes: define.body });
      // `include (print $.Template.BasePath "/secret.yaml") .`, as a checksum has it.
      else if (/^\/.+\.(?:yaml|yml|tpl)$/.test(name)) {
        const file = [...chart.files.keys()].find((path) => path.endsWith(`templates${name}`));
        if (file !== undefined) reached.push({ file, nodes: chart.template(file)?.body ?? [] });
      }
    }
  }
  return reached;
}

function actionsOn(chart: Chart, { file, line }: ChartLine): readonly Node[] {
  const template = chart.template(file);
  if (template === undefined) return [];
  const lines = chart.lines(file);
  const [from, to] = [lines.offset(line - 1), lines.offset(line)];
  const printing = printings.get(template) ?? new Printing(template);
  printings.set(template, printing);
  const own = printing.between(from, to);
  const used = new Set([...operandsOf(own)].flatMap((one) => (one.kind === "variable" ? [one.name] : [])));
  return [...own, ...printing.assigning(used)];
}

type PrintingNode = ActionNode | TemplateNode;

const printings = new WeakMap<ChartTemplate, Printing>();

/** What a template prints, its defines among it, by where it stands and by the variables that it assigns. */
class Printing {
  /** In the order of the syntax, in which all answers are. */
  readonly #all: readonly PrintingNode[];
  /** By their place in the text: no two overlap. */
  readonly #byStart: readonly number[];
  readonly #byVariable = new Map<string, number[]>();

  constructor({ body, defines }: ChartTemplate) {
    this.#all = [...partsOf([body, ...defines.map((one) => one.body)].flat())].filter(isPrinting);
    const starts = this.#all.map(({ start }) => start);
    this.#byStart = [...this.#all.keys()].sort((one, other) => (starts[one] ?? 0) - (starts[other] ?? 0));
    for (const [index, { pipe }] of this.#all.entries())
      for (const name of pipe?.variables ?? []) addTo(this.#byVariable, name, index);
  }

  between(from: number, to: number): readonly PrintingNode[] {
    const first = countHolding(this.#byStart, (index) => (this.#all[index]?.end ?? 0) <= from);
    const found: number[] = [];
    for (let at = first; at < this.#byStart.length; at++) {
      const index = this.#byStart[at] ?? 0;
      if ((this.#all[index]?.start ?? 0) >= to) break;
      found.push(index);
    }
    return this.#inOrder(found);
  }

  assigning(names: ReadonlySet<string>): readonly PrintingNode[] {
    return this.#inOrder([...new Set([...names].flatMap((name) => this.#byVariable.get(name) ?? []))]);
  }

  #inOrder(found: readonly number[]): readonly PrintingNode[] {
    return [...found].sort((one, other) => one - other).map((index) => this.#all[index] as PrintingNode);
  }
}

function isPrinting(part: object): part is ActionNode | TemplateNode {
  return "kind" in part && (part.kind === "action" || part.kind === "template");
}

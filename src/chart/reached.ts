import type { Chart } from "./chart.ts";
import { includedIn, operandsOf, partsOf } from "./render/parse/operands.ts";
import type { ActionNode, Node, TemplateNode } from "./render/parse/syntax.ts";

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
  const bodies = [template.body, ...template.defines.map(({ body }) => body)].flat();
  const all = [...partsOf(bodies)].filter(isPrinting);
  const own = all.filter(({ start, end }) => start < to && end > from);
  const used = new Set([...operandsOf(own)].flatMap((one) => (one.kind === "variable" ? [one.name] : [])));
  return [...own, ...all.filter(({ pipe }) => pipe?.variables.some((name) => used.has(name)) === true)];
}

function isPrinting(part: object): part is ActionNode | TemplateNode {
  return "kind" in part && (part.kind === "action" || part.kind === "template");
}

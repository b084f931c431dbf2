import type { Chart } from "./chart.ts";
import { location } from "./location.ts";
import type { ChartLocation } from "./probes/probe.ts";
import { includedIn, operandsOf, partsOf } from "./render/parse/operands.ts";
import type { ActionNode, Node, TemplateNode } from "./render/parse/syntax.ts";

/** How a template comes to a name that it prints. */
export interface NameMaking {
  /** The first `trunc` on the way that leaves as many characters as was asked, and where it stands. */
  readonly truncation?: { readonly characters: number; readonly location: ChartLocation };
  /** Whether a value `fullnameOverride` is asked for, as in most charts. */
  readonly asksOverride: boolean;
}

/** More named templates than any name goes through. */
const mostTemplates = 100;

/** What the actions on a line of the chart, and the helpers that they include, do to the name there. */
export function nameMaking(
  chart: Chart,
  at: { readonly file: string; readonly line: number },
  least: number,
): NameMaking {
  const waiting = [{ file: at.file, nodes: actionsOn(chart, at) }];
  const seen = new Set<string>();
  let truncation: NameMaking["truncation"];
  let asksOverride = false;
  for (const { file, nodes } of waiting) {
    for (const operand of operandsOf(nodes))
      if ("fields" in operand && operand.fields.at(-1) === "fullnameOverride") asksOverride = true;
    const cut = truncationsIn(nodes).find(({ characters }) => characters >= least);
    if (cut !== undefined && truncation === undefined) {
      const place = { file, start: cut.start, end: cut.start + "trunc".length };
      truncation = { characters: cut.characters, location: location(chart, place) };
    }
    for (const name of includedIn(nodes)) {
      const define = seen.has(name) || seen.size >= mostTemplates ? undefined : chart.define(name);
      if (define === undefined) continue;
      seen.add(name);
      waiting.push({ file: define.file, nodes: define.body });
    }
  }
  return { asksOverride, ...(truncation === undefined ? {} : { truncation }) };
}

/** The actions on a line, and those ahead that work out the variables on it. */
function actionsOn(chart: Chart, { file, line }: { readonly file: string; readonly line: number }): readonly Node[] {
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

/** In the order of the text. */
function truncationsIn(nodes: readonly Node[]): { readonly characters: number; readonly start: number }[] {
  return [...partsOf(nodes)]
    .flatMap((part) => {
      if (!("rest" in part) || part.first.kind !== "function" || part.first.name !== "trunc") return [];
      const [count] = part.rest;
      return count?.kind === "number" ? [{ characters: Number(count.value.text), start: part.first.at }] : [];
    })
    .sort((one, other) => one.start - other.start);
}

import type { Chart } from "./chart.ts";
import { location } from "./location.ts";
import type { ChartLocation } from "./probes/probe.ts";
import { type ChartLine, reachedFrom } from "./reached.ts";
import { operandsOf, partsOf } from "./render/parse/operands.ts";
import type { Node } from "./render/parse/syntax.ts";

/** How a template comes to a name that it prints. */
export interface NameMaking {
  /** The first `trunc` on the way that leaves as many characters as was asked, and where it stands. */
  readonly truncation?: { readonly characters: number; readonly location: ChartLocation };
  /** Whether a value `fullnameOverride` is asked for, as in most charts. */
  readonly asksOverride: boolean;
}

/** What the actions on a line of the chart, and the helpers that they include, do to the name there. */
export function nameMaking(chart: Chart, at: ChartLine, least: number): NameMaking {
  let truncation: NameMaking["truncation"];
  let asksOverride = false;
  for (const { file, nodes } of reachedFrom(chart, at)) {
    for (const operand of operandsOf(nodes))
      if ("fields" in operand && operand.fields.at(-1) === "fullnameOverride") asksOverride = true;
    const cut = truncationsIn(nodes).find(({ characters }) => characters >= least);
    if (cut === undefined || truncation !== undefined) continue;
    const place = { file, start: cut.start, end: cut.start + "trunc".length };
    truncation = { characters: cut.characters, location: location(chart, place) };
  }
  return { asksOverride, ...(truncation === undefined ? {} : { truncation }) };
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

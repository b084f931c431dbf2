import type { Chart } from "./chart.ts";
import { location } from "./location.ts";
import type { ChartLocation } from "./probes/probe.ts";
import { type ChartLine, reachedFrom } from "./reached.ts";
import { operandsOf, partsOf } from "./render/parse/operands.ts";
import type { Node } from "./render/parse/syntax.ts";

/** How a template comes to a name that it prints. */
export interface NameMaking {
  /** The calls of `trunc` that leave `least` characters or more, in the nearest template with any: each branch of it cuts. */
  readonly truncations: readonly { readonly characters: number; readonly location: ChartLocation }[];
  /** Whether a value `fullnameOverride` is asked for, as in most charts. */
  readonly asksOverride: boolean;
}

/** What the actions on a line of the chart, and the helpers that they include, do to the name there. */
export function nameMaking(chart: Chart, at: ChartLine, least: number): NameMaking {
  let truncations: NameMaking["truncations"] = [];
  let asksOverride = false;
  for (const { file, nodes } of reachedFrom(chart, at)) {
    for (const operand of operandsOf(nodes))
      if ("fields" in operand && operand.fields.at(-1) === "fullnameOverride") asksOverride = true;
    if (truncations.length > 0) continue;
    truncations = truncationsIn(nodes)
      .filter(({ characters }) => characters >= least)
      .map(({ characters, start }) => ({
        characters,
        location: location(chart, { file, start, end: start + "trunc".length }),
      }));
  }
  return { asksOverride, truncations };
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

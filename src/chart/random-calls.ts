import type { Chart } from "./chart.ts";
import { location } from "./location.ts";
import type { ChartLocation } from "./probes/probe.ts";
import { type ChartLine, reachedFrom } from "./reached.ts";
import { certificateFunctions } from "./render/functions/certificates.ts";
import { randomFunctions } from "./render/functions/random.ts";
import { operandsOf } from "./render/parse/operands.ts";

/** A call of a function that gives another text at each render. */
export interface RandomCall {
  readonly name: string;
  readonly location: ChartLocation;
}

/** They stand beside the random ones in sprig, and give the same text for the same arguments. */
const repeatable: ReadonlySet<string> = new Set(["buildCustomCert", "decryptAES", "derivePassword"]);

/** Functions that give another text at each render. */
export const random: ReadonlySet<string> = new Set(
  ["now", ...Object.keys(randomFunctions), ...Object.keys(certificateFunctions)].filter(
    (name) => !repeatable.has(name),
  ),
);

/** Those that a line of the chart may come to, in whatever branch, nearest first. */
export function randomCalls(chart: Chart, at: ChartLine): readonly RandomCall[] {
  return reachedFrom(chart, at).flatMap(({ file, nodes }) =>
    [...operandsOf(nodes)]
      .flatMap((one) => (one.kind === "function" && random.has(one.name) ? [{ name: one.name, start: one.at }] : []))
      .sort((one, other) => one.start - other.start)
      .map(({ name, start }) => ({ name, location: location(chart, { file, start, end: start + name.length }) })),
  );
}

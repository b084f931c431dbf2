import type { Chart } from "./chart.ts";
import { location } from "./location.ts";
import type { ChartLocation } from "./probes/probe.ts";
import { randomFunctionNames } from "./random-functions.ts";
import { type ChartLine, reachedFrom } from "./reached.ts";
import { operandsOf } from "./render/parse/operands.ts";

/** A call of a function that gives another text at each render. */
export interface RandomCall {
  readonly name: string;
  readonly location: ChartLocation;
}

/** Those that a line of the chart may come to, in whatever branch, nearest first. */
export function randomCalls(chart: Chart, at: ChartLine): readonly RandomCall[] {
  return reachedFrom(chart, at).flatMap(({ file, nodes }) =>
    [...operandsOf(nodes)]
      .flatMap((one) =>
        one.kind === "function" && randomFunctionNames.has(one.name) ? [{ name: one.name, start: one.at }] : [],
      )
      .sort((one, other) => one.start - other.start)
      .map(({ name, start }) => ({ name, location: location(chart, { file, start, end: start + name.length }) })),
  );
}

import type { ChartFix } from "../contract/chart-fix.ts";
import type { Fix } from "../contract/finding.ts";

const known = new WeakMap<Fix, ChartFix>();

/** Keeps with a fix what of it can be made together with others; a report's JSON has only its edits. */
export function keepChartFix(fix: Fix, chart: ChartFix): void {
  known.set(fix, chart);
}

/** Undefined for a fix of the text that was linted. */
export function chartFixOf(fix: Fix | undefined): ChartFix | undefined {
  return fix === undefined ? undefined : known.get(fix);
}

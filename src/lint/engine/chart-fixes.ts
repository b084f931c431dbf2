import type { ChartFix } from "../contract/chart-fix.ts";
import type { Fix } from "../contract/finding.ts";

/** The program's files each have this module of their own, so what one keeps is found by a name that all of them know. */
const key = Symbol.for("sts-lint.chartFix");

/** Keeps with a fix what of it can be made together with others; a report's JSON has only its edits. */
export function keepChartFix(fix: Fix, chart: ChartFix): void {
  Object.defineProperty(fix, key, { value: chart });
}

/** Undefined for a fix of the text that was linted. */
export function chartFixOf(fix: Fix | undefined): ChartFix | undefined {
  return fix === undefined ? undefined : (fix as { readonly [key]?: ChartFix })[key];
}

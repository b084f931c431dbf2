import type { ChartTraces } from "../lint/contract/chart-traces.ts";
import type { Edit, Finding, Report } from "../lint/contract/finding.ts";
import type { ChartFile } from "../lint/contract/options.ts";

/** A chart's folder, and every combination of values under which a fix must do what it should and nothing else. */
export interface FixableChart {
  /** Absolute. */
  readonly path: string;
  readonly cwd: string;
  readonly helm: "3" | "4";
  readonly release: string;
  /** helm's arguments, a list a combination; the first is the one that was asked for. */
  readonly combinations: readonly (readonly string[])[];
  readonly lint: (text: string) => Report;
  /** The same with the chart at hand, which some rules need. */
  readonly lintWithChart: (text: string, files: readonly ChartFile[], traces: ChartTraces) => Report;
  readonly unsafe: boolean;
}

export interface ChartFixes {
  /** The findings whose fixes were placed, each with its own edits in files of the chart, by their path in its folder. */
  readonly placed: readonly Finding[];
  /** All that is edited, none over another. */
  readonly edits: readonly Edit[];
  /** Fixes that could not be placed, and why. */
  readonly left: readonly { readonly finding: Finding; readonly why: string }[];
  /** The text of each file of the chart as it was read. */
  readonly texts: ReadonlyMap<string, string>;
}

import type { ChartFile } from "./inputs/chart-file.ts";
import type { UserValues } from "./inputs/user-values.ts";
import type { Table, ValuesLayer } from "./inputs/values-tree.ts";

/** What a chart was rendered from: enough to ask more of it than what it printed. */
export interface RenderedFrom {
  readonly files: readonly ChartFile[];
  readonly helm: "3" | "4";
  readonly user: UserValues;
  /** What a user gave, from what was read first to what wins. */
  readonly given: readonly ValuesLayer[];
  /** The values of the chart and its subcharts, put together, before any template changed them. */
  readonly values: Table;
}

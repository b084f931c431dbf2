import type { ParsedTemplates } from "../chart/render/engine.ts";
import type { ChartFile } from "../chart/render/inputs/chart-file.ts";
import type { ChartNames } from "../lint/traces/rendered-traces.ts";
import { type PathRules, shownPath } from "./path-rules.ts";

/** How reports name a chart that was given as `./db/`: `db`. */
export function shownName(name: string, rules?: PathRules): string {
  return shownPath(name.replace(/(?<![/\\])[/\\]+$/, ""), rules).replace(/^\.\//, "") || ".";
}

/** How reports name a file of a chart: formats that are read by machines want no `./` ahead of it. */
export function inChart(name: string, file: string): string {
  return name === "." ? file : `${name}/${file}`;
}

/** A chart on this machine, and helm's arguments for it. */
export interface LocalChart {
  /** The folder or archive, absolute. */
  readonly path: string;
  /** What it is called in reports. */
  readonly name: string;
  readonly release: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly helm: "3" | "4";
  /** Where values are really written that stand in files made for helm. */
  readonly origin?: ChartNames["origin"];
  /** What renders of charts on this machine read, by their path, for those that come after. */
  readonly read?: Map<string, ReadChart>;
}

/** A chart's files, which all its combinations of values are rendered from. */
export interface ReadChart {
  /** Undefined where they cannot be read: the render says why. */
  readonly files: readonly ChartFile[] | undefined;
  /** Links that lead out of the chart's folder, by their path in it. */
  readonly strayLinks: readonly string[];
  readonly parsed: ParsedTemplates;
}

import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { OptionError } from "../lint/contract/options.ts";
import { shownPath } from "./path-rules.ts";
import { statsAt } from "./stats-at.ts";

/**
 * The charts that files lie in, each once, in the order of the files: pre-commit names files, helm renders charts. A
 * subchart stands for the chart around it. Files in no chart and those of library charts, which helm does not install,
 * are passed over. Throws {@link OptionError} for what is not there.
 */
export function chartsAbove(files: readonly string[], cwd: string): string[] {
  const charts = new Set<string>();
  for (const file of files) {
    const path = resolve(cwd, file);
    const stats = statsAt(path);
    if (stats === undefined) throw new OptionError(`--whole-release: there is no ${file}`);
    const chart = outermost(nearestChart(stats.isDirectory() ? path : dirname(path)));
    if (chart !== undefined && !isLibrary(chart)) charts.add(shownPath(relative(cwd, chart)) || ".");
  }
  return [...charts];
}

function nearestChart(folder: string): string | undefined {
  if (existsSync(join(folder, "Chart.yaml"))) return folder;
  const above = dirname(folder);
  return above === folder || existsSync(join(folder, ".git")) ? undefined : nearestChart(above);
}

/** `db/charts/common` is part of `db`; `charts/db` is a chart in a folder of charts. */
function outermost(chart: string | undefined): string | undefined {
  if (chart === undefined || basename(dirname(chart)) !== "charts") return chart;
  const around = dirname(dirname(chart));
  return existsSync(join(around, "Chart.yaml")) ? outermost(around) : chart;
}

/** Whether a chart only helps others: helm installs none of its kind. */
export function isLibrary(chart: string): boolean {
  try {
    return /^type: *["']?library\b/m.test(readFileSync(join(chart, "Chart.yaml"), "utf8"));
  } catch {
    return false;
  }
}

import type { TextFile } from "../../src/chart/chart.ts";
import { readChartSource } from "../../src/chart/node/chart-source.ts";

/** The files of a chart's folder as the map of a chart wants them. */
export function textsOf(directory: string): TextFile[] {
  return readChartSource(directory, directory).map(({ name, text }) => ({ path: name, text }));
}

import type { ChartText } from "../chart.ts";
import { ChartFile } from "./inputs/chart-file.ts";
import { HelmIgnore } from "./inputs/helmignore.ts";

/** A chart's files without those that its `.helmignore` leaves out. @throws {InputError} for rules that helm refuses. */
export function chartFiles(files: readonly ChartText[]): ChartFile[] {
  const all = files.map((file) => new ChartFile(file.path, file.path, file.text ?? file.bytes));
  const ignore = new HelmIgnore(all.find(({ name }) => name === ".helmignore")?.text);
  return all.filter(({ name }) => !ignore.ignoresFile(name));
}

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type ChartFolder, readChartFolder } from "../chart/node/folder.ts";
import { OptionError } from "../lint/contract/options.ts";
import { reasonOf } from "./input-problem.ts";

/** The chart that `--chart DIR` names. Throws {@link OptionError} where there is none. */
export function readChart(name: string, cwd: string): ChartFolder {
  const folder = resolve(cwd, name);
  try {
    if (statSync(resolve(folder, "Chart.yaml"), { throwIfNoEntry: false }) === undefined) {
      throw new OptionError(`--chart ${name}: there is no Chart.yaml in it`);
    }
    const { files, problems } = readChartFolder(folder);
    return { files, problems: problems.map((problem) => ({ ...problem, file: `${name}/${problem.file}` })) };
  } catch (error) {
    if (error instanceof OptionError) throw error;
    throw new OptionError(`--chart ${name}: cannot be read: ${reasonOf(error)}`);
  }
}

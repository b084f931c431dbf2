import type { Problem } from "../read/problem.ts";
import type { Host } from "./host.ts";
import { tellLine } from "./tell-line.ts";

/** Says on stderr what could not be read, where the formats that were asked for show it to nobody at the terminal. */
export function tellProblems(problems: readonly Problem[], host: Host): void {
  for (const { file, line, column, message } of problems) tellLine(host, `${file}:${line}:${column}: ${message}`);
}

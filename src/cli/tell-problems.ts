import type { Problem } from "../read/problem.ts";
import { withoutCommands } from "../report/inert.ts";
import { printable } from "../report/printable.ts";
import type { Host } from "./host.ts";

/** Says on stderr what could not be read, where the formats that were asked for show it to nobody at the terminal. */
export function tellProblems(problems: readonly Problem[], host: Host): void {
  for (const { file, line, column, message } of problems)
    host.stderr.write(`${withoutCommands(printable(`${file}:${line}:${column}: ${message}`))}\n`);
}

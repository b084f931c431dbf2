import { chartCommand } from "./chart.ts";
import type { CliCommand } from "./command.ts";
import { completionCommand } from "./completion.ts";
import { configCommand } from "./config.ts";
import { initCommand } from "./init.ts";
import { lintCommand } from "./lint.ts";
import { mergeCommand } from "./merge.ts";
import { planCommand } from "./plan.ts";
import { rulesCommand } from "./rules.ts";

/** Every command, as the help lists them; linting is what happens without one. */
export const commands: readonly CliCommand[] = [
  lintCommand,
  chartCommand,
  planCommand,
  mergeCommand,
  rulesCommand,
  configCommand,
  initCommand,
  completionCommand(() => commands),
];

import { runMerge } from "../run-merge.ts";
import { failOnOption, maxWarningsOption, reportOptions } from "../shared-options.ts";
import type { CliCommand } from "./command.ts";

/** `sts-lint merge REPORT…`. */
export const mergeCommand: CliCommand = {
  name: "merge",
  args: "[REPORT...]",
  argsAbout: "what each `sts-lint --shard I/N` wrote with --format json or --format sarif; - for stdin",
  about: "join the reports of all parts into the one that a run over all of the input gives",
  epilogue: "\nWithout --format the report is printed as the parts are: json or sarif",
  options: [...reportOptions.filter(({ flags }) => flags !== "--stats"), failOnOption, maxWarningsOption],
  run: runMerge,
};

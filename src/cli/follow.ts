import type { Host } from "./host.ts";
import type { LintRequest } from "./request.ts";

/** Follows a run as it was asked for: nothing is shown with `--quiet`, and all is measured with `--stats`. */
export function follow({ quiet, stats, passthrough }: Partial<LintRequest>, { observer, stdout }: Host): void {
  // What is handed on to the same terminal stands on lines of its own.
  if (quiet === true || (passthrough === true && stdout.isTerminal())) observer?.silence();
  if (stats === true) observer?.measure();
}

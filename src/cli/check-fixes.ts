import { OptionError } from "../lint/contract/options.ts";
import type { LintRequest } from "./request.ts";

/** Refuses flags of fixes that do not go together, for whatever is fixed. Throws {@link OptionError}. */
export function checkFixes({ fix, fixDryRun, unsafeFixes, updateBaseline }: LintRequest): void {
  if (unsafeFixes === true && fix !== true && fixDryRun !== true)
    throw new OptionError("--unsafe-fixes widens --fix or --fix-dry-run: give one of them");
  if (fix === true && fixDryRun === true) throw new OptionError("--fix and --fix-dry-run: give one");
  if (fix === true && updateBaseline === true)
    throw new OptionError("--fix: the baseline is for what is left: run again");
}

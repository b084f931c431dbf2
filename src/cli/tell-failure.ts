import { OptionError } from "../lint/contract/options.ts";
import { printable } from "../report/printable.ts";
import { type ExitStatus, fault, unusable } from "./exit-status.ts";
import { faultText } from "./fault-text.ts";
import type { Host } from "./host.ts";

/** Writes to stderr, where nobody is left to tell of a failure. */
function tell(host: Host, text: string): void {
  try {
    host.stderr.write(text);
  } catch {
    // The status still says it.
  }
}

/** Says why a run could not be made, and with which status that ends. */
export function tellFailure(error: unknown, host: Host): ExitStatus {
  if (error instanceof OptionError) {
    tell(host, `sts-lint: ${error.message.split("\n").map(printable).join("\n")}\n`);
    return unusable;
  }
  tell(host, faultText(error));
  return fault;
}

import { OptionError } from "../lint/contract/options.ts";
import { withoutCommands } from "../report/inert.ts";
import { printable } from "../report/printable.ts";
import { areOnlyInputs, runCommandLine } from "./command-line.ts";
import { runLint } from "./commands/lint.ts";
import { type ExitStatus, fault, unusable } from "./exit-status.ts";
import { faultText } from "./fault-text.ts";
import type { Host } from "./host.ts";
import { observed } from "./observed-host.ts";
import { plainRequest } from "./request.ts";

const hint = `sts-lint reads rendered manifests: pipe them in, or name files.

  helm template CHART | sts-lint
  sts-lint rendered.yaml

sts-lint --help says more.
`;

async function dispatch(host: Host): Promise<ExitStatus> {
  if (host.args.length === 0 && host.stdin.isTerminal()) {
    host.stderr.write(hint);
    return unusable;
  }
  return areOnlyInputs(host.args) ? runLint(plainRequest(host.args), host) : runCommandLine(host);
}

/** Writes to stderr, where nobody is left to tell of a failure. */
function tell(host: Host, text: string): void {
  try {
    host.stderr.write(text);
  } catch {
    // The status still says it.
  }
}

/**
 * The whole command line: reads the arguments, does what they ask, writes to the host's outputs and says with which
 * status the process ends. Never throws.
 */
export async function run(outer: Host): Promise<ExitStatus> {
  const host = observed(outer);
  try {
    return await dispatch(host);
  } catch (error) {
    if (error instanceof OptionError) {
      tell(host, withoutCommands(`sts-lint: ${error.message.split("\n").map(printable).join("\n")}\n`));
      return unusable;
    }
    tell(host, faultText(error));
    return fault;
  }
}

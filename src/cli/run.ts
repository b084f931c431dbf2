import { runCommandLine } from "./command-line.ts";
import { areOnlyInputs } from "./command-words.ts";
import { type ExitStatus, unusable } from "./exit-status.ts";
import type { Host } from "./host.ts";
import { observed } from "./observed-host.ts";
import { plainRequest } from "./request.ts";
import { runLint } from "./run-lint.ts";
import { tellFailure } from "./tell-failure.ts";

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

/**
 * The whole command line: reads the arguments, does what they ask, writes to the host's outputs and says with which
 * status the process ends. Never throws.
 */
export async function run(outer: Host): Promise<ExitStatus> {
  const host = observed(outer);
  try {
    return await dispatch(host);
  } catch (error) {
    return tellFailure(error, host);
  }
}

import { OptionError } from "../lint/contract/options.ts";
import { printable } from "../report/printable.ts";
import { parseCommandLine } from "./command-line.ts";
import { areOnlyInputs } from "./command-names.ts";
import { configCommand } from "./commands/config.ts";
import { lintCommand } from "./commands/lint.ts";
import { planCommand } from "./commands/plan.ts";
import { rulesCommand } from "./commands/rules.ts";
import { type ExitStatus, fault, unusable } from "./exit-status.ts";
import { faultText } from "./fault-text.ts";
import type { Host } from "./host.ts";
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
  if (areOnlyInputs(host.args)) return lintCommand(plainRequest(host.args), host);
  const call = await parseCommandLine(host.args);
  switch (call.do) {
    case "lint":
      return lintCommand(call.request, host);
    case "print":
      host.stdout.write(call.text);
      return 0;
    case "rules":
      return rulesCommand(call, host);
    case "config":
      return configCommand(call.request, host);
    case "plan":
      return planCommand(call.request, call.formats, call.timeoutSeconds, host);
  }
}

/**
 * The whole command line: reads the arguments, does what they ask, writes to the host's outputs and says with which
 * status the process ends. Never throws.
 */
export async function run(host: Host): Promise<ExitStatus> {
  try {
    return await dispatch(host);
  } catch (error) {
    if (error instanceof OptionError) {
      host.stderr.write(`sts-lint: ${error.message.split("\n").map(printable).join("\n")}\n`);
      return unusable;
    }
    host.stderr.write(faultText(error));
    return fault;
  }
}

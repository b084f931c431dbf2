import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../rules/index.generated.ts";
import { OptionError } from "../../lint/contract/options.ts";
import { lintWith } from "../../lint/engine/lint.ts";
import { countOf } from "../../read/problem-list.ts";
import { counted } from "../../report/summary-text.ts";
import { writeBaseline } from "../baseline.ts";
import { clean, type ExitStatus, unusable } from "../exit-status.ts";
import { findConfig } from "../find-config.ts";
import type { Host } from "../host.ts";
import { reasonOf } from "../input-problem.ts";
import { openSources } from "../open-sources.ts";
import { requestOf } from "../request.ts";
import { quietOption } from "../shared-options.ts";
import { tellLine } from "../tell-line.ts";
import type { CliCommand } from "./command.ts";

const configName = ".sts-lint.yaml";
const baselineName = ".sts-lint-baseline.json";

/** A configuration that changes nothing and shows what may be set. */
function configText(baseline: boolean): string {
  return `# What sts-lint assumes in this folder and below: https://json-schema.org/ for editors in schemas/config.schema.json.
# \`sts-lint config\` shows what is in force and where each setting came from.

# recommended speaks about StatefulSets alone, strict adds good practice, all is every rule.
preset: recommended

# Severities by rule: error, warning, info or "off" (in quotes: YAML reads a bare off as false).
# rules:
#   image-tag-latest: warning
#   readiness-probe-missing: "off"

# The clusters that the manifests are for, in quotes: a minor, a list or a range.
# kubernetesVersion: "1.33..1.37"

# Settings for some resources only; later ones win. An ignore needs a reason, and may expire.
# overrides:
#   - match: { kind: StatefulSet, name: db-* }
#     ignore:
#       - rule: governing-service-missing
#         reason: the Service is made by the operator
#         expires: "2027-01-31"

# From which severity on the exit status is 1: error, warning, info or never.
failOn: error
${
  baseline
    ? `
# What was there when this file was written; \`sts-lint --update-baseline\` writes it anew.
baseline: ${baselineName}
`
    : `
# Known findings, so that only new ones are reported: \`sts-lint INPUT --baseline FILE --update-baseline\` writes one.
# baseline: ${baselineName}
`
}`;
}

function refuseExisting(host: Host): void {
  const found = findConfig(host.cwd());
  for (const name of [configName, baselineName]) {
    if (existsSync(join(host.cwd(), name))) {
      throw new OptionError(`${name} is there already; --force writes it anew`);
    }
  }
  if (found !== undefined) {
    tellLine(host, `note: ${found.path} is no longer the nearest configuration here`);
  }
}

async function runInit(names: readonly string[], force: boolean, quiet: boolean, host: Host): Promise<ExitStatus> {
  if (!force) refuseExisting(host);
  let known = 0;
  if (names.length > 0) {
    const { inputs, problems } = await openSources(requestOf(names, {}), host);
    const report = lintWith(rules, inputs);
    const [problem] = [...problems, ...report.problems.filter(({ kind }) => kind !== "ignored-text")];
    if (problem !== undefined) {
      tellLine(host, `sts-lint: nothing was written: ${problem.file}:${problem.line}: ${problem.message}`);
      return unusable;
    }
    known = countOf(report.findings);
    if (known > 0) writeBaseline(join(host.cwd(), baselineName), baselineName, report);
  }
  try {
    writeFileSync(join(host.cwd(), configName), configText(known > 0));
  } catch (error) {
    throw new OptionError(`${configName}: cannot be written: ${reasonOf(error)}`);
  }
  if (quiet) return clean;
  host.stdout.write(`${configName} written\n`);
  if (known > 0) host.stdout.write(`${baselineName} written: ${counted(known, "finding")} known from now on\n`);
  else if (names.length === 0) {
    host.stdout.write("no baseline: name the rendered manifests (`sts-lint init rendered/`) to accept what is there\n");
  }
  return clean;
}

/** `sts-lint init [INPUT…]`: a commented configuration, and a baseline of what the inputs hold. */
export const initCommand: CliCommand = {
  name: "init",
  args: "[INPUT...]",
  argsAbout: "rendered manifests whose findings are accepted for now",
  about: "write a commented configuration, and a baseline of what is there",
  options: [
    { flags: "--force", about: "write over files that are there" },
    quietOption("say nothing of what was written"),
  ],
  run: (args, { force, quiet }, host) => runInit(args, force === true, quiet === true, host),
};

import { rules } from "../../rules/index.generated.ts";
import { OptionError } from "../lint/contract/options.ts";
import { mergeShards } from "../lint/engine/merge-shards.ts";
import { thrownText } from "../model/thrown-text.ts";
import { type ExitStatus, fault, statusOf, unusable, warnOfWarnings } from "./exit-status.ts";
import type { Host } from "./host.ts";
import { checkFormats } from "./print-format.ts";
import { printReport } from "./print-report.ts";
import { readReports, type WrittenReport } from "./read-report.ts";
import { requestOf } from "./request.ts";
import { tellLine } from "./tell-line.ts";

/** What `sts-lint merge` does with its arguments. */
export async function runMerge(
  args: readonly string[],
  parsed: Readonly<Record<string, unknown>>,
  host: Host,
): Promise<ExitStatus> {
  if (args.length === 0)
    throw new OptionError("merge: name the reports of all parts, which `sts-lint --shard I/N --format json` writes");
  const request = requestOf([], parsed);
  checkFormats(request.formats);
  const written = await readReports(args, host);
  const formats = request.formats.length > 0 ? request.formats : [{ name: commonFormat(written) }];
  const report = mergeShards(written, rules, (rule, run) => {
    try {
      return run();
    } catch (error) {
      // It wrote the question itself, so somebody changed the report since.
      const reason = thrownText(error);
      throw new OptionError(
        `what the rule \`${rule.id}\` left open in these reports is not as it wrote it (${reason}): lint the parts again`,
      );
    }
  });
  const failOn = request.failOn ?? written[0]?.shard.run?.failOn ?? "error";
  printReport(report, { ...request, formats }, failOn, host);
  warnOfWarnings(report, request.maxWarnings, host);
  return Math.max(statusOf(report, failOn, request.maxWarnings), tellFaults(written, host)) as ExitStatus;
}

/** The format that all reports were written in. */
function commonFormat(written: readonly WrittenReport[]): "json" | "sarif" {
  const [format = "json", ...others] = new Set(written.map((one) => one.format));
  if (others.length > 0)
    throw new OptionError("some reports are json and some sarif: say with --format what the merged one shall be");
  return format;
}

/** What a rule that failed would have said is missing. */
function tellFaults(written: readonly WrittenReport[], host: Host): number {
  const failed = written.flatMap(({ name, shard }) => (shard.run?.failed ?? []).map((one) => ({ name, ...one })));
  for (const { name, rule, isPlugin } of failed) {
    const whose = isPlugin ? " of a plugin" : "";
    tellLine(
      host,
      `sts-lint: the rule \`${rule}\`${whose} failed where ${name} was written: what it would have said is missing`,
    );
  }
  if (failed.length === 0) return 0;
  return failed.every(({ isPlugin }) => isPlugin) ? unusable : fault;
}

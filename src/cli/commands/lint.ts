import { lint } from "../../index.ts";
import type { Report } from "../../lint/contract/finding.ts";
import { OptionError } from "../../lint/contract/options.ts";
import type { RuleFault } from "../../lint/contract/rule-fault.ts";
import { attachExcerpts, excerptsOf } from "../../lint/engine/excerpt.ts";
import { optional } from "../../model/pod.ts";
import type { Problem } from "../../read/problem.ts";
import { readBaseline, writeBaseline } from "../baseline.ts";
import { readChart } from "../chart-option.ts";
import { type EffectiveSettings, effectiveSettings } from "../effective-settings.ts";
import { clean, type ExitStatus, fault, statusOf, unusable } from "../exit-status.ts";
import { faultText } from "../fault-text.ts";
import { FixPreview } from "../fix-preview.ts";
import type { Host } from "../host.ts";
import { type OpenedSources, openSources } from "../open-sources.ts";
import { checkFormats, printReport } from "../print-report.ts";
import type { LintRequest } from "../request.ts";
import { statsText } from "../stats.ts";

/**
 * Joins what could not be opened or found with what the reader said: one message for one fault, and no word on empty
 * input where that was allowed.
 */
function withInputProblems(report: Report, own: readonly Problem[], allowEmpty: boolean): Report {
  const failed = new Set(own.map(({ file }) => file));
  const read = report.problems.filter(({ kind, file }) => kind !== "empty" || !(allowEmpty || failed.has(file)));
  const kept = own.filter(({ kind }) => kind !== "empty" || !allowEmpty);
  if (kept.length === 0 && read.length === report.problems.length) return report;
  const problems = [...kept, ...read];
  const joined: Report = { ...report, summary: { ...report.summary, problems: problems.length }, problems };
  attachExcerpts(joined, excerptsOf(report));
  return joined;
}

function checkRequest(request: LintRequest, settings: EffectiveSettings, sources: OpenedSources): void {
  checkFormats(request);
  if (request.passthrough === true && !sources.readStdin) {
    throw new OptionError("--passthrough passes stdin on: name - among the inputs, or none");
  }
  if (request.updateBaseline === true && settings.baseline === undefined) {
    throw new OptionError("--update-baseline: name the file with --baseline FILE or in the configuration");
  }
}

/** Lints, with stdin passed on where that was asked for: all of it, whatever becomes of the linting. */
function lintSources(
  sources: OpenedSources,
  settings: EffectiveSettings,
  request: LintRequest,
  host: Host,
  onFault: (fault: RuleFault) => void,
): Report {
  const { baseline } = settings;
  const chart = request.chart === undefined ? undefined : readChart(request.chart, host.cwd());
  try {
    const report = lint(sources.inputs, {
      ...settings.options,
      onFault,
      ...(sources.against === undefined ? {} : { against: sources.against }),
      ...(request.live === true ? { live: true } : {}),
      ...optional("apply", request.apply),
      ...optional("deployer", request.deployer),
      ...(chart === undefined ? {} : { chart: chart.files }),
      // A new baseline is made of all findings, not of those that the old one leaves.
      ...(baseline === undefined || request.updateBaseline === true
        ? {}
        : { baseline: readBaseline(baseline.path, baseline.name) }),
    });
    return withInputProblems(report, [...sources.problems, ...(chart?.problems ?? [])], request.allowEmpty === true);
  } finally {
    if (request.passthrough === true) for (const chunk of host.stdin.chunks()) host.stdout.write(chunk);
  }
}

/** `sts-lint [INPUT…]`. Throws {@link OptionError} for what cannot be done. */
export async function lintCommand(request: LintRequest, host: Host): Promise<ExitStatus> {
  const settings = await effectiveSettings(request, host);
  const preview = request.fixDryRun === true ? new FixPreview() : undefined;
  let bytes = 0;
  const sources = await openSources(request, host, (source, name, chunk) => {
    bytes += chunk.length;
    if (source.stdin && request.passthrough === true) host.stdout.write(chunk);
    preview?.keep(name, chunk);
  });
  checkRequest(request, settings, sources);
  const faults: RuleFault[] = [];
  const report = lintSources(sources, settings, request, host, (one) => faults.push(one));
  const status = statusOf(report, settings.failOn, request.maxWarnings);
  if (preview === undefined) printReport(report, request, settings.failOn, host);
  else host.stdout.write(preview.text(report));
  if (request.stats === true) host.stderr.write(statsText(report, sources.inputs.length, bytes));
  for (const one of faults) host.stderr.write(faultText(one));
  if (faults.length > 0) return fault;
  if (request.updateBaseline !== true || settings.baseline === undefined) return status;
  if (status === unusable) throw new OptionError("the baseline is left as it was: not all of the input could be read");
  writeBaseline(settings.baseline.path, settings.baseline.name, report);
  return clean;
}

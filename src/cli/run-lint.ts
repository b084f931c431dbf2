import { rules } from "../../rules/index.generated.ts";
import type { Report } from "../lint/contract/finding.ts";
import { type LintOptions, OptionError } from "../lint/contract/options.ts";
import type { RuleFault } from "../lint/contract/rule-fault.ts";
import { attachExcerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { lintPart, lintWith } from "../lint/engine/lint.ts";
import { problemsInOrder } from "../lint/engine/order.ts";
import type { Part } from "../lint/engine/part.ts";
import { during } from "../read/observer.ts";
import type { Problem } from "../read/problem.ts";
import { countOf } from "../read/problem-list.ts";
import { summaryLine } from "../report/summary-text.ts";
import { writeBaseline } from "./baseline.ts";
import { approximateNote, type ChartGiven, chartBehind } from "./chart-option.ts";
import { checkFixes } from "./check-fixes.ts";
import { type EffectiveSettings, effectiveSettings } from "./effective-settings.ts";
import { clean, type ExitStatus, statusOf, unusable, warnOfWarnings } from "./exit-status.ts";
import { warnOfGates } from "./feature-gates.ts";
import { FixFiles } from "./fix-files.ts";
import { governingConfigs, withFolders } from "./folder-settings.ts";
import { follow } from "./follow.ts";
import type { Host } from "./host.ts";
import { checkJobs, lintInJobs } from "./jobs/lint-in-jobs.ts";
import { type OpenedSources, openSources } from "./open-sources.ts";
import { checkFormats } from "./print-format.ts";
import { printReport, reportOutput } from "./print-report.ts";
import type { OwnRender } from "./render-room.ts";
import type { LintRequest } from "./request.ts";
import { runOptions } from "./run-options.ts";
import { noteRun, partAsked, withKeptStdin } from "./shard-part.ts";
import type { FileSource, Source } from "./source.ts";
import { statsAt } from "./stats-at.ts";
import { tellLine } from "./tell-line.ts";
import { tellRuleFaults } from "./tell-rule-faults.ts";

/**
 * Joins what could not be opened or found with what the reader said: one message for one fault, and no word on empty
 * input where that was allowed.
 */
function withInputProblems(report: Report, own: readonly Problem[], allowEmpty: boolean): Report {
  const failed = new Set(own.map(({ file }) => file));
  const read = report.problems.filter(({ kind, file }) => kind !== "empty" || !(allowEmpty || failed.has(file)));
  const kept = own.filter(({ kind }) => kind !== "empty" || !allowEmpty);
  if (kept.length === 0 && read.length === report.problems.length) return report;
  const problems = problemsInOrder([...kept, ...read]);
  const joined: Report = { ...report, summary: { ...report.summary, problems: countOf(problems) }, problems };
  attachExcerpts(joined, excerptsOf(report));
  return joined;
}

function checkRequest(request: LintRequest, settings: EffectiveSettings, sources: OpenedSources): void {
  checkFormats(request.formats);
  if (request.passthrough === true && !sources.readStdin) {
    throw new OptionError("--passthrough passes stdin on: name - among the inputs, or none");
  }
  checkFixes(request);
  if (request.jobs !== undefined) checkJobs(request);
  if (request.fix === true && sources.readStdin)
    throw new OptionError("--fix: stdin cannot be written: name the files");
  const pipe = request.fix === true ? sources.sources.find(isNoFile) : undefined;
  if (pipe !== undefined)
    throw new OptionError(`--fix: ${pipe.name} is a pipe or a device, and cannot be written: name the files`);
  if (request.updateBaseline === true && settings.baseline === undefined) {
    throw new OptionError("--update-baseline: name the file with --baseline FILE or in the configuration");
  }
}

/** Whether there is something that is no file: what it gives can be read once and not written back. */
function isNoFile(source: Source): source is FileSource {
  return !source.stdin && statsAt(source.path)?.isFile() === false;
}

function reportOn(
  sources: OpenedSources,
  options: LintOptions,
  request: LintRequest,
  { startThread }: Host,
  part: Part | undefined,
): Report | Promise<Report> {
  const { jobs = 1 } = request;
  if (part !== undefined) return lintPart(rules, sources.inputs, part, options);
  if (jobs === 1 || startThread === undefined) return lintWith(rules, sources.inputs, options);
  return lintInJobs({ ...request, jobs }, sources, options, startThread);
}

/** Lints, with stdin passed on where that was asked for: all of it, whatever becomes of the linting. */
async function lintSources(
  sources: OpenedSources,
  settings: EffectiveSettings,
  options: LintOptions,
  request: LintRequest,
  host: Host,
  chart: OwnRender | undefined,
  part: Part | undefined,
  given: ChartGiven,
): Promise<{ readonly report: Report; readonly faults: readonly RuleFault[] }> {
  const faults: RuleFault[] = [];
  const allowEmpty = request.allowEmpty === true;
  try {
    const all: LintOptions = {
      ...options,
      onFault: (one) => faults.push(one),
      ...runOptions(request, settings, host),
      ...(sources.against === undefined ? {} : { against: sources.against }),
      ...(request.live === true ? { live: true } : {}),
      ...(chart === undefined
        ? {}
        : { chart: chart.files, render: { release: { name: given.release ?? "release-name" } } }),
      ...(chart?.traces === undefined ? {} : { traces: chart.traces }),
    };
    const read = await reportOn(sources, all, request, host, part);
    const report = withInputProblems(read, [...sources.problems, ...(chart?.problems ?? [])], allowEmpty);
    if (chart !== undefined && report.findings.length > 0)
      excerptsOf(report).approximate = approximateNote(
        request.chart ?? "",
        chart,
        new Set(sources.against?.map(({ name }) => name)),
      );
    if (part !== undefined) noteRun(report, all, given, { failOn: settings.failOn, allowEmpty, faults });
    return { report, faults };
  } finally {
    if (request.passthrough === true) for (const chunk of host.stdin.chunks()) host.stdout.write(chunk);
  }
}

/** The changes where the report goes, unless that is one for machines: then on stderr. */
function showFixes(
  fixes: FixFiles,
  report: Report,
  request: LintRequest,
  settings: EffectiveSettings,
  host: Host,
): void {
  const diff = fixes.diff(report);
  const count = `  ${fixes.count(report)}; nothing was changed\n`;
  if (request.formats.length === 0) {
    reportOutput(request, host).write(`${diff}${summaryLine(report)}\n${count}`);
    return;
  }
  printReport(report, request, settings.failOn, host);
  host.stderr.write(`${diff}${count}`);
}

/** Writes the fixes, and reports what remains: all is read again, because one fix can make or mend other findings. */
async function afterFixes(fixes: FixFiles, report: Report, request: LintRequest, host: Host): Promise<ExitStatus> {
  const { done, failed } = fixes.write(report);
  for (const line of done) tellLine(host, line);
  for (const line of failed) tellLine(host, `sts-lint: ${line}`);
  const { fix, unsafeFixes, ...rest } = request;
  host.observer?.rereads();
  const status = await runLint(rest, host);
  return failed.length > 0 ? unusable : status;
}

/** Lints what a request names. Throws {@link OptionError} for what cannot be done. */
export async function runLint(
  request: LintRequest,
  outer: Host,
  given: ChartGiven = { flags: {} },
): Promise<ExitStatus> {
  // To part an input, all of it is read once before.
  const host = request.shard === undefined ? outer : withKeptStdin(outer);
  follow(request, host);
  const settings = await effectiveSettings(request, host);
  await warnOfGates(settings, host);
  const fixes =
    request.fixDryRun === true || request.fix === true
      ? new FixFiles({ unsafe: request.unsafeFixes === true })
      : undefined;
  const sources = await openSources(request, host, {
    mayBeCommand: true,
    chunk: (source, name, chunk) => {
      if (source.stdin && request.passthrough === true) host.stdout.write(chunk);
      fixes?.keep(source, name, chunk);
    },
  });
  checkRequest(request, settings, sources);
  const part = request.shard === undefined ? undefined : await partAsked(request, request.shard, host);
  const governing = await governingConfigs(sources.sources, request, settings, host);
  const options = withFolders(settings, governing, request);
  const chart = request.chart === undefined ? undefined : await chartBehind(request.chart, given, host);
  const { report, faults } = await lintSources(sources, settings, options, request, host, chart, part, given);
  const status = statusOf(report, settings.failOn, request.maxWarnings);
  if (request.fix === true && fixes !== undefined && faults.length === 0)
    return afterFixes(fixes, report, request, host);
  during(host.observer, "report", () => {
    if (fixes === undefined) printReport(report, request, settings.failOn, host);
    else showFixes(fixes, report, request, settings, host);
  });
  warnOfWarnings(report, request.maxWarnings, host);
  if (request.stats === true) host.stderr.write(host.observer?.figures(report) ?? "");
  if (faults.length > 0) return tellRuleFaults(faults, settings, host);
  if (request.updateBaseline !== true || settings.baseline === undefined) return status;
  if (status === unusable) throw new OptionError("the baseline is left as it was: not all of the input could be read");
  writeBaseline(settings.baseline.path, settings.baseline.name, report);
  return clean;
}

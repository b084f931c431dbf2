import type { Report } from "../lint/contract/finding.ts";
import { OptionError } from "../lint/contract/options.ts";
import type { RuleFault } from "../lint/contract/rule-fault.ts";
import { mergeReports } from "../lint/engine/merge-reports.ts";
import { during } from "../read/observer.ts";
import { summaryLine } from "../report/summary-text.ts";
import { writeBaseline } from "./baseline.ts";
import { sortedInputs } from "./chart-inputs.ts";
import { type ChartFlags, ChartRun, type FixMode } from "./chart-run.ts";
import { chooseHelm, Workspace } from "./chart-source.ts";
import { upgradeReport } from "./chart-upgrade.ts";
import { chartsAbove } from "./charts-above.ts";
import { checkFixes } from "./check-fixes.ts";
import { effectiveSettings } from "./effective-settings.ts";
import { clean, type ExitStatus, statusOf, unusable } from "./exit-status.ts";
import { follow } from "./follow.ts";
import { runFrozen } from "./frozen-run.ts";
import { GitOpsRun } from "./gitops-run.ts";
import { givenValues } from "./given-values.ts";
import type { UpgradeLine } from "./helm-diff-line.ts";
import { type HelmArguments, helmArguments, readsStdin } from "./helm-options.ts";
import type { Host } from "./host.ts";
import { tellIdleFlags } from "./idle-flags.ts";
import type { NamedChart } from "./named-chart.ts";
import { checkFormats } from "./print-format.ts";
import { printReport } from "./print-report.ts";
import { requestOf } from "./request.ts";
import { tellRuleFaults } from "./tell-rule-faults.ts";

/** What `sts-lint chart` does with its arguments: everything that linting alone never needs. */
export async function runChart(
  args: readonly string[],
  parsed: Readonly<Record<string, unknown>>,
  host: Host,
): Promise<ExitStatus> {
  if (args.length === 0)
    throw new OptionError(
      "chart: name a chart: a folder, an archive, oci://…, repo/chart, or a file with HelmReleases, Applications or a helmfile",
    );
  if (parsed.frozen === true)
    return runFrozen(args, { ...parsed, ...kubeVersionOf(parsed.kubeVersion, parsed.kubernetesVersion) }, host);
  const { pull, template } = helmArguments({
    ...parsed,
    ...kubeVersionOf(parsed.kubeVersion, parsed.kubernetesVersion),
  });
  if (args.includes("-") && template.some(readsStdin))
    throw new OptionError("--values - and the input both read stdin: name a file for one of them");
  const workspace = new Workspace();
  try {
    const { template: readable, ...named } = givenValues(template, workspace, host);
    return await lintCharts(args, parsed, { pull, template: readable }, named, host);
  } finally {
    workspace.clear();
  }
}

async function lintCharts(
  args: readonly string[],
  parsed: Readonly<Record<string, unknown>>,
  given: HelmArguments,
  named: NamedChart,
  host: Host,
): Promise<ExitStatus> {
  const { release, helm, valuesMatrix, show, kubernetesVersion, against, wholeRelease, upgrade, ...rest } = parsed;
  const request = requestOf([], { ...rest, ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }) });
  checkFormats(request.formats);
  follow(request, host);
  const found = await effectiveSettings(request, host);
  const faults: RuleFault[] = [];
  const settings = { ...found, options: { ...found.options, onFault: (one: RuleFault) => void faults.push(one) } };
  const flags: ChartFlags = {
    release: typeof release === "string" ? release : "release-name",
    helm: chooseHelm(typeof helm === "string" ? helm : undefined, helm === false, host),
    matrix: Array.isArray(valuesMatrix) ? valuesMatrix.map(String) : [],
    ...(typeof against === "string" ? { against } : {}),
  };
  checkFixes(request);
  const names = wholeRelease === true ? chartsAbove(args, host.cwd()) : args;
  const { charts, files } = sortedInputs(names, given.pull, host);
  const [file] = files;
  if (upgrade !== undefined && file !== undefined)
    throw new OptionError(`chart upgrade: ${file} is no chart: name its folder, archive or reference`);
  if (charts.length + files.length === 0) return clean;
  if (request.quiet !== true)
    tellIdleFlags(
      given,
      { charts, files, isUpgrade: upgrade !== undefined, ...(typeof against === "string" ? { against } : {}) },
      host,
    );
  if (flags.helm.program === undefined && request.quiet !== true)
    host.stderr.write("note: rendered by sts-lint itself as Helm 4 does; no helm was started\n");
  const mode: FixMode | undefined = request.fix === true ? "write" : request.fixDryRun === true ? "dry" : undefined;
  if (mode !== undefined && (upgrade !== undefined || files.length > 0))
    throw new OptionError(
      "chart: only a chart's own folder takes --fix: name the folder, as in `sts-lint chart ./db --fix`",
    );
  const isWhole =
    mode === undefined || (await new ChartRun(request, flags, given, settings, host, named).fix(charts, mode));
  host.observer?.expects(charts.length);
  const reports: Report[] = [];
  if (upgrade !== undefined)
    reports.push(await upgradeReport(upgrade as UpgradeLine, { request, flags, given, settings, named }, charts, host));
  else if (charts.length > 0)
    reports.push(await new ChartRun(request, flags, given, settings, host, named).report(charts));
  if (files.length > 0) reports.push(await new GitOpsRun(request, flags, given, settings, host, named).report(files));
  const report = mergeReports(reports);
  const status = isWhole ? statusOf(report, settings.failOn, request.maxWarnings) : unusable;
  during(host.observer, "report", () => {
    if (mode === "dry" && request.formats.length === 0 && report.problems.length === 0)
      host.stdout.write(`${summaryLine(report)}\n`);
    else printReport(report, request, settings.failOn, host, show === "rendered" ? "rendered" : "template");
  });
  if (request.stats === true) host.stderr.write(host.observer?.figures(report) ?? "");
  if (faults.length > 0) return tellRuleFaults(faults, settings, host);
  if (request.updateBaseline !== true) return status;
  if (settings.baseline === undefined)
    throw new OptionError("--update-baseline: name the file with --baseline FILE or in the configuration");
  if (status === unusable) throw new OptionError("the baseline is left as it was: not every chart was rendered");
  writeBaseline(settings.baseline.path, settings.baseline.name, report);
  return clean;
}

/** `--kubernetes-version` sets what helm's templates see, too, where it is one version and `--kube-version` is not given. */
function kubeVersionOf(kubeVersion: unknown, kubernetesVersion: unknown): { readonly kubeVersion?: string } {
  if (typeof kubeVersion === "string") return { kubeVersion };
  return typeof kubernetesVersion === "string" && /^\d+\.\d+(\.\d+)?$/.test(kubernetesVersion)
    ? { kubeVersion: kubernetesVersion }
    : {};
}

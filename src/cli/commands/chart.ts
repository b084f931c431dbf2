import type { Report } from "../../lint/contract/finding.ts";
import { OptionError } from "../../lint/contract/options.ts";
import { mergeReports } from "../../lint/engine/merge-reports.ts";
import { formatNames } from "../../report/format.ts";
import { writeBaseline } from "../baseline.ts";
import { type ChartFlags, ChartRun, type FixMode, usualMatrix } from "../chart-run.ts";
import { chooseHelm } from "../chart-source.ts";
import { upgradeReport } from "../chart-upgrade.ts";
import { chartsAbove } from "../charts-above.ts";
import { effectiveSettings } from "../effective-settings.ts";
import { clean, type ExitStatus, statusOf, unusable } from "../exit-status.ts";
import { frozenFormats } from "../frozen-formats.ts";
import { runFrozen } from "../frozen-run.ts";
import { GitOpsRun, sortedInputs } from "../gitops-run.ts";
import { readUpgradeLine, type UpgradeLine } from "../helm-diff-line.ts";
import { helmArguments, helmOptions } from "../helm-options.ts";
import type { Host } from "../host.ts";
import { checkFormats, printReport } from "../print-report.ts";
import { requestOf } from "../request.ts";
import { applyOptions, formatOption, reportOptions, ruleOptions, settingOptions } from "../shared-options.ts";
import type { CliCommand } from "./command.ts";

async function runChart(
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
  const { release, helm, valuesMatrix, show, kubernetesVersion, kubeVersion, against, wholeRelease, upgrade, ...rest } =
    parsed;
  const request = requestOf([], { ...rest, ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }) });
  checkFormats(request);
  const settings = await effectiveSettings(request, host);
  const given = helmArguments({ ...parsed, ...kubeVersionOf(kubeVersion, kubernetesVersion) });
  const flags: ChartFlags = {
    release: typeof release === "string" ? release : "release-name",
    noHelm: helm === false,
    matrix: matrixOf(valuesMatrix),
    ...(typeof helm === "string" ? { helm } : {}),
    ...(typeof against === "string" ? { against } : {}),
  };
  if (chooseHelm(flags.helm, flags.noHelm, host).program === undefined && request.quiet !== true)
    host.stderr.write("note: rendered by sts-lint itself as Helm 4 does; no helm was started\n");
  const { charts, files } = sortedInputs(wholeRelease === true ? chartsAbove(args, host.cwd()) : args, host);
  if (charts.length + files.length === 0) return clean;
  const mode: FixMode | undefined = request.fix === true ? "write" : request.fixDryRun === true ? "dry" : undefined;
  checkFixes(mode, request.unsafeFixes === true, upgrade !== undefined || files.length > 0);
  const isWhole = mode === undefined || (await new ChartRun(request, flags, given, settings, host).fix(charts, mode));
  const reports: Report[] = [];
  if (upgrade !== undefined)
    reports.push(await upgradeReport(upgrade as UpgradeLine, { request, flags, given, settings }, charts, host));
  else if (charts.length > 0) reports.push(await new ChartRun(request, flags, given, settings, host).report(charts));
  if (files.length > 0) reports.push(await new GitOpsRun(request, flags, given, settings, host).report(files));
  const report = mergeReports(reports);
  const status = isWhole ? statusOf(report, settings.failOn, request.maxWarnings) : unusable;
  if (mode !== "dry" || request.formats.length > 0)
    printReport(report, request, settings.failOn, host, show === "rendered" ? "rendered" : "template");
  if (request.updateBaseline !== true) return status;
  if (settings.baseline === undefined)
    throw new OptionError("--update-baseline: name the file with --baseline FILE or in the configuration");
  if (status === unusable) throw new OptionError("the baseline is left as it was: not every chart was rendered");
  writeBaseline(settings.baseline.path, settings.baseline.name, report);
  return clean;
}

/** Fixes are written to charts in folders, not to what is compared with a cluster or named by a GitOps file. */
function checkFixes(mode: FixMode | undefined, isUnsafe: boolean, isElsewhere: boolean): void {
  if (mode === undefined && isUnsafe) throw new OptionError("--unsafe-fixes goes with --fix or --fix-dry-run");
  if (mode !== undefined && isElsewhere)
    throw new OptionError(
      "chart: only a chart's own folder takes --fix: name the folder, as in `sts-lint chart ./db --fix`",
    );
}

/** `--kubernetes-version` sets what helm's templates see, too, where it is one version and `--kube-version` is not given. */
function kubeVersionOf(kubeVersion: unknown, kubernetesVersion: unknown): { readonly kubeVersion?: string } {
  if (typeof kubeVersion === "string") return { kubeVersion };
  return typeof kubernetesVersion === "string" && /^\d+\.\d+(\.\d+)?$/.test(kubernetesVersion)
    ? { kubeVersion: kubernetesVersion }
    : {};
}

/** commander gives `true` for the flag alone. */
function matrixOf(given: unknown): readonly string[] {
  if (given === true) return [usualMatrix];
  return Array.isArray(given) ? given.map(String) : [];
}

/** `sts-lint chart CHART… [helm flags]`. */
export const chartCommand: CliCommand = {
  name: "chart",
  args: "[CHART...]",
  argsAbout: "a folder, an archive, oci://…, repo/chart, or a HelmRelease, Application or helmfile that names one",
  about: "render charts, lint them, point at template lines and values",
  epilogue:
    "\n`sts-lint chart upgrade RELEASE CHART …` reads its line as `helm diff upgrade` does and compares with the release that runs;\na folder named upgrade is written ./upgrade",
  options: [
    ...helmOptions,
    { flags: "--release <NAME>", about: "the release's name (default: release-name, as helm's)" },
    { flags: "--helm <PATH>", about: "this helm instead of the one on PATH", takes: "file" },
    { flags: "--no-helm", about: "render without helm" },
    {
      flags: "--values-matrix [GLOB]",
      about: `once with default values and once with each file of the glob in the chart (default: ${usualMatrix}); repeatable`,
      parse: (text, before) => [...(Array.isArray(before) ? (before as string[]) : []), text],
    },
    {
      flags: "--against <OLD>",
      about:
        "what runs now: a file, a folder, git:REF, helm:RELEASE[@REVISION], chart:REF[@VERSION], or values:FILE,… for this chart with other values",
      takes: "file",
    },
    { flags: "--whole-release", about: "a file stands for the chart it lies in, as pre-commit names single files" },
    {
      flags: "--frozen",
      about: `which values cannot change after the first install, and what changing each costs; formats: ${frozenFormats.join(", ")}`,
    },
    { flags: "--show <TEXT>", about: "which text is quoted: template, rendered", choices: ["template", "rendered"] },
    formatOption([...new Set([...formatNames, ...frozenFormats])]),
    ...reportOptions.filter(({ flags }) => !flags.startsWith("--format")),
    ...ruleOptions,
    ...applyOptions,
    {
      flags: "--fix",
      about: "write the safe fixes to the chart's templates and values; the status counts what remains",
    },
    { flags: "--unsafe-fixes", about: "with --fix or --fix-dry-run: also fixes that may change what was meant" },
    { flags: "--fix-dry-run", about: "show the changes of templates and values that --fix would make" },
    { flags: "--update-baseline", about: "write what is found to the baseline and exit with 0" },
    ...settingOptions,
  ],
  translate: (args) => {
    if (args[0] !== "upgrade" || args.some((arg) => arg === "--help" || arg === "-h")) return undefined;
    const line = readUpgradeLine(args.slice(1), chartCommand.options);
    return { args: line.args, beside: { upgrade: line.upgrade } };
  },
  run: runChart,
};

import type { Report } from "../../lint/contract/finding.ts";
import { OptionError } from "../../lint/contract/options.ts";
import { mergeReports } from "../../lint/engine/merge-reports.ts";
import { writeBaseline } from "../baseline.ts";
import { type ChartFlags, ChartRun } from "../chart-run.ts";
import { chooseHelm } from "../chart-source.ts";
import { chartsAbove } from "../charts-above.ts";
import { effectiveSettings } from "../effective-settings.ts";
import { clean, type ExitStatus, statusOf, unusable } from "../exit-status.ts";
import { GitOpsRun, sortedInputs } from "../gitops-run.ts";
import { helmArguments, helmOptions } from "../helm-options.ts";
import type { Host } from "../host.ts";
import { checkFormats, printReport } from "../print-report.ts";
import { requestOf } from "../request.ts";
import { applyOptions, reportOptions, ruleOptions, settingOptions } from "../shared-options.ts";
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
  const { release, helm, valuesMatrix, show, kubernetesVersion, kubeVersion, against, wholeRelease, ...rest } = parsed;
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
  const reports: Report[] = [];
  if (charts.length > 0) reports.push(await new ChartRun(request, flags, given, settings, host).report(charts));
  if (files.length > 0) reports.push(await new GitOpsRun(request, flags, given, settings, host).report(files));
  const report = mergeReports(reports);
  const status = statusOf(report, settings.failOn, request.maxWarnings);
  printReport(report, request, settings.failOn, host, show === "rendered" ? "rendered" : "template");
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

const usualMatrix = "ci/*-values.yaml";

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
      about: "what runs now: a file, a folder, git:REF, helm:RELEASE[@REVISION] or chart:REF[@VERSION]",
      takes: "file",
    },
    { flags: "--whole-release", about: "a file stands for the chart it lies in, as pre-commit names single files" },
    { flags: "--show <TEXT>", about: "which text is quoted: template, rendered", choices: ["template", "rendered"] },
    ...reportOptions,
    ...ruleOptions,
    ...applyOptions,
    { flags: "--update-baseline", about: "write what is found to the baseline and exit with 0" },
    ...settingOptions,
  ],
  run: runChart,
};

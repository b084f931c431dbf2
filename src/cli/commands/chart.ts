import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { rules } from "../../../rules/index.generated.ts";
import { runProgram } from "../../chart/node/helm-process.ts";
import type { Report } from "../../lint/contract/finding.ts";
import { type LintOptions, OptionError } from "../../lint/contract/options.ts";
import { attachExcerpts, excerptsOf } from "../../lint/engine/excerpt.ts";
import { lintWith } from "../../lint/engine/lint.ts";
import { acrossRenders, mergeReports, type NamedReport } from "../../lint/engine/merge-reports.ts";
import { optional } from "../../model/pod.ts";
import type { Input } from "../../read/document.ts";
import type { Problem } from "../../read/problem.ts";
import { formatNames } from "../../report/format.ts";
import { readBaseline, writeBaseline } from "../baseline.ts";
import { fixableFolder, fixChart } from "../chart-fix-run.ts";
import {
  chartAtRevision,
  chooseHelm,
  type HelmChoice,
  localChart,
  releaseManifest,
  Workspace,
} from "../chart-source.ts";
import { type EffectiveSettings, effectiveSettings } from "../effective-settings.ts";
import { clean, type ExitStatus, statusOf, unusable } from "../exit-status.ts";
import { globFiles } from "../find-files.ts";
import { governingConfigs, withFolders } from "../folder-settings.ts";
import { frozenFormats } from "../frozen-formats.ts";
import { runFrozen } from "../frozen-run.ts";
import { readUpgradeLine, type UpgradeLine } from "../helm-diff-line.ts";
import { clusterArguments, helmArguments, helmOptions } from "../helm-options.ts";
import { upgradeInputs } from "../helm-upgrade.ts";
import type { Host } from "../host.ts";
import type { LocalChart } from "../local-chart.ts";
import { openSources } from "../open-sources.ts";
import { checkFormats, printReport } from "../print-report.ts";
import type { OwnRender } from "../render-room.ts";
import { type LintRequest, requestOf } from "../request.ts";
import { applyOptions, formatOption, reportOptions, ruleOptions, settingOptions } from "../shared-options.ts";
import type { CliCommand } from "./command.ts";

/** The flags that only `sts-lint chart` has. */
interface ChartFlags {
  readonly release: string;
  readonly helm?: string;
  readonly noHelm: boolean;
  readonly matrix: readonly string[];
  readonly against?: string;
}

/** Where fixes are written to, or shown. */
type FixMode = "write" | "dry";

/** One chart with one combination of values, rendered. */
interface Render {
  readonly text: string | undefined;
  readonly own: OwnRender;
  readonly problems: readonly Problem[];
}

/** Renders charts and lints them, each finding at its template line and its value. */
class ChartRun {
  readonly #workspace = new Workspace();
  readonly #host: Host;
  readonly #request: LintRequest;
  readonly #flags: ChartFlags;
  readonly #helm: HelmChoice;
  readonly #args: ReturnType<typeof helmArguments>;
  readonly #settings: EffectiveSettings;

  constructor(
    request: LintRequest,
    flags: ChartFlags,
    args: ReturnType<typeof helmArguments>,
    settings: EffectiveSettings,
    host: Host,
  ) {
    this.#request = request;
    this.#flags = flags;
    this.#args = args;
    this.#settings = settings;
    this.#host = host;
    this.#helm = chooseHelm(flags.helm, flags.noHelm, host);
  }

  async report(charts: readonly string[]): Promise<Report> {
    try {
      if (this.#helm.program === undefined && this.#request.quiet !== true) {
        this.#host.stderr.write("note: rendered by sts-lint itself as Helm 4 does; no helm was started\n");
      }
      const reports: Report[] = [];
      for (const name of charts) reports.push(await this.#chart(name));
      return mergeReports(reports);
    } finally {
      this.#workspace.clear();
    }
  }

  /** Places the fixes of each chart; what is written or shown is told, and whether all could be written. */
  async fix(charts: readonly string[], mode: FixMode): Promise<boolean> {
    let isWhole = true;
    for (const name of charts) {
      const path = fixableFolder(name, this.#host);
      const shown = shownName(name);
      const governed = await this.#governed(path, shown);
      const { template } = this.#args;
      const own = withOtherValues(template, "");
      const files = (await globFiles(usualMatrix, path, () => undefined)).map((file) => `${path}/${file}`);
      const given = (await this.#combinations(path)).map(({ extra }) => [...template, ...extra]);
      const combinations = [...given, own, ...files.map((file) => [...own, `--values=${file}`])];
      const { baseline } = this.#settings;
      const chart = {
        path,
        cwd: this.#host.cwd(),
        helm: this.#helm.major,
        release: this.#flags.release,
        combinations: [...new Map(combinations.map((args) => [JSON.stringify(args), args])).values()],
        lint: (text: string) =>
          lintWith(rules, [{ name: inputName(shown), text }], {
            ...governed,
            ...optional("apply", this.#request.apply),
            ...optional("deployer", this.#request.deployer),
            ...(baseline === undefined ? {} : { baseline: readBaseline(baseline.path, baseline.name) }),
          }),
        unsafe: this.#request.unsafeFixes === true,
      };
      const { diff, lines, failed } = await fixChart(chart, shown, mode === "dry");
      this.#host.stdout.write(diff);
      for (const line of lines) this.#host.stderr.write(`${line}\n`);
      if (failed) isWhole = false;
    }
    return isWhole;
  }

  async #chart(name: string): Promise<Report> {
    const path = localChart(name, this.#args.pull, this.#helm, this.#workspace, this.#host);
    const shown = shownName(name);
    const governed = await this.#governed(path, shown);
    const named: NamedReport[] = [];
    for (const { label, extra } of await this.#combinations(path)) {
      const args = [...this.#args.template, ...extra];
      const against = await this.#against(path, shown, args);
      named.push({ name: label, report: this.#lint(shown, governed, await this.#render(path, shown, args), against) });
    }
    return acrossRenders(named);
  }

  /** Default values, then one combination for each values file that a glob finds in the chart's folder. */
  async #combinations(path: string): Promise<readonly { label: string; extra: readonly string[] }[]> {
    const plain = { label: "default values", extra: [] };
    if (this.#flags.matrix.length === 0) return [plain];
    const found: { label: string; extra: string[] }[] = [];
    for (const glob of this.#flags.matrix) {
      for (const file of await globFiles(glob, path, () => undefined))
        found.push({ label: file, extra: [`--values=${path}/${file}`] });
    }
    return [plain, ...found];
  }

  async #render(path: string, name: string, args: readonly string[]): Promise<Render> {
    const { renderOwn } = await import("../render-room.ts");
    const { release } = this.#flags;
    const chart: LocalChart = { path, name, release, args, cwd: this.#host.cwd(), helm: this.#helm.major };
    const own = renderOwn(chart);
    if (this.#helm.program === undefined) return { text: own.text, own, problems: own.problems };
    const rendered = runProgram(this.#helm.program, ["template", release, path, ...args], this.#host.cwd());
    if (rendered.status === 0) {
      // Where only ours fails, helm's text is linted all the same: findings then stand at rendered lines.
      const problems = own.problems.map((problem): Problem => ({ ...problem, kind: "chart" }));
      return { text: rendered.stdout, own, problems };
    }
    const message = `helm does not render this: ${rendered.stderr.trim()}`;
    const [place] = own.problems;
    const problem: Problem = {
      kind: "not-rendered",
      file: place?.file ?? name,
      line: place?.line ?? 1,
      column: place?.column ?? 1,
      message,
    };
    return { text: undefined, own, problems: [problem] };
  }

  async #against(path: string, name: string, args: readonly string[]): Promise<readonly Input[] | undefined> {
    const { against } = this.#flags;
    if (against === undefined) return undefined;
    const [, scheme, reference = ""] =
      /^(git|helm|chart):(.+)$/s.exec(against) ?? /^(values):(.*)$/s.exec(against) ?? [];
    if (scheme === undefined) {
      const sources = await openSources({ ...this.#request, inputs: [], against }, this.#host);
      return sources.against;
    }
    if (scheme === "helm") {
      return [{ name: against, text: releaseManifest(reference, clusterArguments(args), this.#helm, this.#host) }];
    }
    const { text, problems } =
      scheme === "values"
        ? await this.#render(path, name, withOtherValues(args, reference))
        : await this.#render(
            scheme === "git"
              ? chartAtRevision(path, reference, this.#workspace, this.#host)
              : this.#otherVersion(reference),
            name,
            args,
          );
    const [problem] = problems;
    if (text === undefined) throw new OptionError(`--against ${against}: ${problem?.message ?? "it does not render"}`);
    return [{ name: against, text }];
  }

  /** `chart:REF[@VERSION]`, split at the last `@`. */
  #otherVersion(reference: string): string {
    const at = reference.lastIndexOf("@");
    const [name, version] = at < 1 ? [reference, undefined] : [reference.slice(0, at), reference.slice(at + 1)];
    const repo = this.#args.pull.filter((flag) => flag.startsWith("--repo"));
    return localChart(
      name,
      [...repo, ...(version === undefined ? [] : [`--version=${version}`])],
      this.#helm,
      this.#workspace,
      this.#host,
    );
  }

  /** The configuration nearest to Chart.yaml governs the rules; an archive, or what was pulled, has none of its own. */
  async #governed(path: string, name: string): Promise<LintOptions> {
    const isLocal = path === resolve(this.#host.cwd(), name) && existsSync(join(path, "Chart.yaml"));
    if (!isLocal) return this.#settings.options;
    const source = { stdin: false, name: inputName(name), path: join(path, "Chart.yaml") } as const;
    const governing = await governingConfigs([source], this.#request, this.#settings, this.#host);
    return withFolders(this.#settings, governing, this.#request);
  }

  #lint(
    name: string,
    governed: LintOptions,
    { text, own, problems }: Render,
    against: readonly Input[] | undefined,
  ): Report {
    const { baseline } = this.#settings;
    const options: LintOptions = {
      ...governed,
      chart: own.files,
      ...(own.traces === undefined ? {} : { traces: own.traces }),
      ...(against === undefined ? {} : { against }),
      ...optional("apply", this.#request.apply),
      ...optional("deployer", this.#request.deployer),
      ...(baseline === undefined || this.#request.updateBaseline === true
        ? {}
        : { baseline: readBaseline(baseline.path, baseline.name) }),
    };
    const inputs = text === undefined ? [] : [{ name: inputName(name), text }];
    const report = lintWith(rules, inputs, options);
    const kept = report.problems.filter(({ kind }) => text !== undefined || kind !== "empty");
    if (problems.length === 0 && kept.length === report.problems.length) return report;
    const made: Report = {
      ...report,
      problems: [...problems, ...kept],
      summary: { ...report.summary, problems: problems.length + kept.length },
    };
    attachExcerpts(made, excerptsOf(report));
    return made;
  }
}

/** What the render of a chart is called where its own text is meant. */
function inputName(chart: string): string {
  return `${chart} (rendered)`;
}

/** A chart as reports name it. */
function shownName(name: string): string {
  return name.replace(/(?<![/\\])[/\\]+$/, "").replace(/^\.\//, "") || ".";
}

async function runChart(
  args: readonly string[],
  parsed: Readonly<Record<string, unknown>>,
  host: Host,
): Promise<ExitStatus> {
  if (args.length === 0) throw new OptionError("chart: name a chart: a folder, an archive, oci://… or repo/chart");
  if (parsed.frozen === true)
    return runFrozen(args, { ...parsed, ...kubeVersionOf(parsed.kubeVersion, parsed.kubernetesVersion) }, host);
  const { release, helm, valuesMatrix, show, kubernetesVersion, kubeVersion, against, upgrade, ...rest } = parsed;
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
  const mode: FixMode | undefined = request.fix === true ? "write" : request.fixDryRun === true ? "dry" : undefined;
  if (mode === undefined && request.unsafeFixes === true)
    throw new OptionError("--unsafe-fixes goes with --fix or --fix-dry-run");
  if (mode !== undefined && upgrade !== undefined)
    throw new OptionError("chart upgrade takes no --fix: fix with `sts-lint chart`");
  const isWhole = mode === undefined || (await new ChartRun(request, flags, given, settings, host).fix(args, mode));
  const report =
    upgrade === undefined
      ? await new ChartRun(request, flags, given, settings, host).report(args)
      : await upgradeReport(upgrade as UpgradeLine, { request, flags, given, settings }, args, host);
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

/** `chart upgrade RELEASE CHART`: as it will be applied to the release that runs. */
async function upgradeReport(
  upgrade: UpgradeLine,
  {
    request,
    flags,
    given,
    settings,
  }: Readonly<{
    request: LintRequest;
    flags: ChartFlags;
    given: ReturnType<typeof helmArguments>;
    settings: EffectiveSettings;
  }>,
  charts: readonly string[],
  host: Host,
): Promise<Report> {
  if (flags.against !== undefined)
    throw new OptionError("chart upgrade compares with the release that runs: leave --against out");
  if (upgrade.ignored.length > 0 && request.quiet !== true)
    host.stderr.write(`note: ${upgrade.ignored.join(", ")} shape helm-diff's output and change nothing here\n`);
  const workspace = new Workspace();
  try {
    const helm = chooseHelm(flags.helm, flags.noHelm, host);
    const { args, against } = upgradeInputs(upgrade, clusterArguments(given.template), helm, workspace, host);
    const line = { ...given, template: [...args, ...given.template] };
    return await new ChartRun(request, { ...flags, ...optional("against", against) }, line, settings, host).report(
      charts,
    );
  } finally {
    workspace.clear();
  }
}

/** The arguments with these values files in place of all values that they give; none: the chart's own values. */
function withOtherValues(args: readonly string[], files: string): readonly string[] {
  const others = args.filter((arg) => !/^--(values|set|set-string|set-json|set-file|set-literal)=/.test(arg));
  return files === "" ? others : [...others, `--values=${files}`];
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
  argsAbout: "a folder, an archive, oci://… or repo/chart",
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

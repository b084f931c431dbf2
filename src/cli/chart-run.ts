import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { rules } from "../../rules/index.generated.ts";
import type { ChartTraces } from "../lint/contract/chart-traces.ts";
import type { Report } from "../lint/contract/finding.ts";
import { type ChartFile, type LintOptions, OptionError } from "../lint/contract/options.ts";
import { acrossRenders, type NamedReport } from "../lint/engine/across-renders.ts";
import { attachExcerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { lintWith } from "../lint/engine/lint.ts";
import { mergeReports } from "../lint/engine/merge-reports.ts";
import { optional } from "../model/pod.ts";
import type { Input } from "../read/document.ts";
import { during } from "../read/observer.ts";
import { type ChartBefore, chartBefore, type GivenChart } from "./chart-before.ts";
import { fixableFolder, fixChart } from "./chart-fix-run.ts";
import { type ChartRender, renderChart } from "./chart-render.ts";
import { type HelmChoice, localChart, Workspace } from "./chart-source.ts";
import type { EffectiveSettings } from "./effective-settings.ts";
import { expectsRenders } from "./file-bytes.ts";
import { globFiles } from "./find-files.ts";
import { governingConfigs, withFolders } from "./folder-settings.ts";
import { type HelmArguments, usualMatrix, withOtherValues } from "./helm-options.ts";
import type { Host } from "./host.ts";
import { type LocalChart, type ReadChart, shownName } from "./local-chart.ts";
import type { NamedChart } from "./named-chart.ts";
import type { LintRequest } from "./request.ts";
import { runOptions } from "./run-options.ts";
import { statsAt } from "./stats-at.ts";
import { tellLine } from "./tell-line.ts";

/** A chart is rendered, and linted, with so many values files in one run, at most. */
const mostCombinations = 1000;

/** The flags that only `sts-lint chart` has. */
export interface ChartFlags {
  readonly release: string;
  readonly helm: HelmChoice;
  readonly matrix: readonly string[];
  /** As it is named, or what was read already. */
  readonly against?: string | readonly Input[];
}

/** Where fixes are written to, or shown. */
export type FixMode = "write" | "dry";

/** Renders charts and lints them, each finding at its template line and its value. */
export class ChartRun {
  readonly #workspace = new Workspace();
  /** What was read of the chart at hand. */
  readonly #read = new Map<string, ReadChart>();
  readonly #named: NamedChart | undefined;
  readonly #host: Host;
  readonly #request: LintRequest;
  readonly #flags: ChartFlags;
  readonly #helm: HelmChoice;
  readonly #args: HelmArguments;
  readonly #settings: EffectiveSettings;

  constructor(
    request: LintRequest,
    flags: ChartFlags,
    args: HelmArguments,
    settings: EffectiveSettings,
    host: Host,
    named?: NamedChart,
  ) {
    this.#named = named;
    this.#request = request;
    this.#flags = flags;
    this.#args = args;
    this.#settings = settings;
    this.#host = host;
    this.#helm = flags.helm;
  }

  async report(charts: readonly string[]): Promise<Report> {
    try {
      const reports: Report[] = [];
      for (const name of charts) {
        this.#read.clear();
        this.#host.observer?.begins();
        reports.push(await this.#chart(name));
      }
      return during(this.#host.observer, "findings", () => mergeReports(reports));
    } finally {
      this.#workspace.clear();
    }
  }

  /** What a chart renders to. Throws {@link OptionError} where it cannot be had or does not render. */
  async text(chart: string): Promise<string> {
    try {
      const path = this.#local(chart);
      const { text, problems } = await this.#render({ path, name: this.#shown(chart), args: this.#args.template });
      if (text === undefined) throw new OptionError(problems[0]?.message ?? "it does not render");
      return text;
    } finally {
      this.#workspace.clear();
    }
  }

  /** Places the fixes of each chart; what is written or shown is told, and whether all could be written. */
  async fix(charts: readonly string[], mode: FixMode): Promise<boolean> {
    const options = runOptions(this.#request, this.#settings, this.#host);
    let isWhole = true;
    for (const name of charts) {
      const path = fixableFolder(name, this.#host);
      const shown = this.#shown(name);
      const governed = await this.#governed(path, shown);
      const { template } = this.#args;
      const own = withOtherValues(template, "");
      const found = await globFiles(usualMatrix, path, () => undefined);
      if (found.length > mostCombinations)
        throw new OptionError(
          `--fix: each fix is proved with every values file of the chart, and ${shown} has ${found.length}, where ${mostCombinations} are proved at most: fix a copy of the chart that has some of them`,
        );
      const files = found.map((file) => `${this.#folder(name, path)}/${file}`);
      const given = (await this.#combinations(name, path)).map(({ extra }) => [...template, ...extra]);
      expectsRenders(files.length);
      const combinations = [...given, own, ...files.map((file) => [...own, `--values=${file}`])];
      // However few templates it has, what was rendered here is all of it.
      const wholeChart = (text: string): Input => ({ name: inputName(shown), text, isPart: false });
      const chart = {
        path,
        cwd: this.#host.cwd(),
        helm: this.#helm.major,
        release: this.#flags.release,
        combinations: [...new Map(combinations.map((args) => [JSON.stringify(args), args])).values()],
        lint: (text: string) => lintWith(rules, [wholeChart(text)], { ...governed, ...options }),
        lintWithChart: (text: string, files: readonly ChartFile[], traces: ChartTraces) =>
          lintWith(rules, [wholeChart(text)], { ...governed, ...options, chart: files, traces }),
        unsafe: this.#request.unsafeFixes === true,
      };
      const { diff, lines, failed } = await fixChart(chart, shown, mode === "dry", this.#host);
      // A report for machines on stdout stays readable.
      (this.#request.formats.length > 0 ? this.#host.stderr : this.#host.stdout).write(diff);
      for (const line of lines) tellLine(this.#host, line);
      if (failed) isWhole = false;
    }
    return isWhole;
  }

  #local(name: string): string {
    return localChart(name, this.#args.pull, this.#helm, this.#workspace, this.#host);
  }

  #shown(name: string): string {
    return this.#named?.shown ?? shownName(name);
  }

  /** How the chart's own values files are named to helm: as reports name the chart, where that is its folder. */
  #folder(name: string, path: string): string {
    const shown = this.#shown(name);
    return resolve(this.#host.cwd(), shown) === path ? shown : path;
  }

  async #chart(name: string): Promise<Report> {
    const path = this.#local(name);
    const shown = this.#shown(name);
    const governed = await this.#governed(path, shown);
    const named: NamedReport[] = [];
    for (const { label, extra } of await this.#combinations(name, path)) {
      const chart = { path, name: shown, args: [...this.#args.template, ...extra] };
      const against = await this.#against(chart);
      const render = await this.#render(chart, extra.length === 0 ? shown : `${shown}, ${label}`);
      named.push({ name: label, report: this.#lint(shown, governed, render, against) });
    }
    return during(this.#host.observer, "findings", () => acrossRenders(named));
  }

  /** Default values, then one combination for each values file that a glob finds in the chart's folder. */
  async #combinations(name: string, path: string): Promise<readonly { label: string; extra: readonly string[] }[]> {
    const plain = { label: "default values", extra: [] };
    if (this.#flags.matrix.length === 0) return [plain];
    if (statsAt(path)?.isDirectory() !== true) {
      if (this.#request.quiet !== true)
        tellLine(
          this.#host,
          "note: --values-matrix finds no values files in a packed chart, so only its defaults are judged: unpack it (`tar -xzf`)",
        );
      return [plain];
    }
    const found: { label: string; extra: string[] }[] = [];
    const folder = this.#folder(name, path);
    for (const glob of this.#flags.matrix) {
      const files = await globFiles(glob, path, () => undefined);
      for (const file of files) found.push({ label: file, extra: [`--values=${folder}/${file}`] });
      if (files.length === 0 && glob !== usualMatrix && this.#request.quiet !== true)
        tellLine(this.#host, `note: --values-matrix ${glob}: no file fits it below ${path}, the chart's folder`);
    }
    if (found.length > mostCombinations)
      throw new OptionError(
        `--values-matrix: ${found.length} values files fit below ${path}, and a run renders ${mostCombinations} of them at most: give a narrower pattern`,
      );
    expectsRenders(found.length);
    return [plain, ...found];
  }

  #render({ path, name, args }: GivenChart, called = name): Promise<ChartRender> {
    const chart: LocalChart = {
      path,
      name,
      release: this.#flags.release,
      args,
      cwd: this.#host.cwd(),
      helm: this.#helm.major,
      ...optional("origin", this.#named?.origin),
      read: this.#read,
    };
    const said = this.#named?.said ?? ((message: string) => message);
    return renderChart(chart, { helm: this.#helm, said, called }, this.#host);
  }

  async #against(chart: GivenChart): Promise<ChartBefore | undefined> {
    const { against } = this.#flags;
    if (against === undefined) return undefined;
    return chartBefore(against, chart, {
      request: this.#request,
      helm: this.#helm,
      pull: this.#args.pull,
      workspace: this.#workspace,
      host: this.#host,
      render: (old) => this.#render(old),
    });
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
    { text, own, problems: ofRender }: ChartRender,
    before: ChartBefore | undefined,
  ): Report {
    const options: LintOptions = {
      ...governed,
      ...runOptions(this.#request, this.#settings, this.#host),
      chart: own.files,
      render: { release: { name: this.#flags.release } },
      ...optional("traces", own.traces),
      ...optional("against", before?.inputs),
    };
    const isWhole = !this.#args.template.some((arg) => arg.startsWith("--show-only"));
    const inputs = text === undefined ? [] : [{ name: inputName(name), text, ...(isWhole ? { isPart: false } : {}) }];
    const report = lintWith(rules, inputs, options);
    const problems = [...ofRender, ...(before?.problems ?? [])];
    const kept = report.problems.flatMap((problem) =>
      problem.kind !== "empty"
        ? [problem]
        : text === undefined || this.#request.allowEmpty
          ? []
          : [{ ...problem, message: printsNothing }],
    );
    if (problems.length === 0 && report.problems.length === 0) return report;
    const made: Report = {
      ...report,
      problems: [...problems, ...kept],
      summary: { ...report.summary, problems: problems.length + kept.length },
    };
    attachExcerpts(made, excerptsOf(report));
    return made;
  }
}

const printsNothing =
  "the chart prints no manifest with these values: give the ones that it is installed with (`-f`, `--set`, `--values-matrix`)";

/** What the render of a chart is called where its own text is meant. */
function inputName(chart: string): string {
  return `${chart} (rendered)`;
}

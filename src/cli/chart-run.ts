import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { rules } from "../../rules/index.generated.ts";
import { runProgram } from "../chart/node/helm-process.ts";
import type { Report } from "../lint/contract/finding.ts";
import { type LintOptions, OptionError } from "../lint/contract/options.ts";
import { attachExcerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { lintWith } from "../lint/engine/lint.ts";
import { acrossRenders, mergeReports, type NamedReport } from "../lint/engine/merge-reports.ts";
import { optional } from "../model/pod.ts";
import type { Input } from "../read/document.ts";
import { during } from "../read/observer.ts";
import type { Problem } from "../read/problem.ts";
import { withoutCommands } from "../report/inert.ts";
import { printable } from "../report/printable.ts";
import { againstReference, atVersion } from "./against-reference.ts";
import { readBaseline } from "./baseline.ts";
import { fixableFolder, fixChart } from "./chart-fix-run.ts";
import { chartAtRevision, type HelmChoice, localChart, releaseManifest, Workspace } from "./chart-source.ts";
import type { EffectiveSettings } from "./effective-settings.ts";
import { globFiles } from "./find-files.ts";
import { governingConfigs, withFolders } from "./folder-settings.ts";
import { clusterArguments, type HelmArguments, usualMatrix, withOtherValues } from "./helm-options.ts";
import type { Host } from "./host.ts";
import { type LocalChart, shownName } from "./local-chart.ts";
import { openSources } from "./open-sources.ts";
import type { OwnRender } from "./render-room.ts";
import type { LintRequest } from "./request.ts";

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

/** A chart that a GitOps file names: what it is called, and where its values are really written. */
export interface NamedChart {
  readonly shown: string;
  readonly origin: LocalChart["origin"];
  /** A message without the names of files that were made for helm. */
  readonly said: (message: string) => string;
}

/** One chart with one combination of values, rendered. */
interface Render {
  readonly text: string | undefined;
  readonly own: OwnRender;
  readonly problems: readonly Problem[];
}

/** Renders charts and lints them, each finding at its template line and its value. */
export class ChartRun {
  readonly #workspace = new Workspace();
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
      const { text, problems } = await this.#render(path, this.#shown(chart), this.#args.template);
      if (text === undefined) throw new OptionError(problems[0]?.message ?? "it does not render");
      return text;
    } finally {
      this.#workspace.clear();
    }
  }

  /** Places the fixes of each chart; what is written or shown is told, and whether all could be written. */
  async fix(charts: readonly string[], mode: FixMode): Promise<boolean> {
    let isWhole = true;
    for (const name of charts) {
      const path = fixableFolder(name, this.#host);
      const shown = this.#shown(name);
      const governed = await this.#governed(path, shown);
      const { template } = this.#args;
      const own = withOtherValues(template, "");
      const files = (await globFiles(usualMatrix, path, () => undefined)).map((file) => `${path}/${file}`);
      const given = (await this.#combinations(path)).map(({ extra }) => [...template, ...extra]);
      const combinations = [...given, own, ...files.map((file) => [...own, `--values=${file}`])];
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
            ...optional("observer", this.#host.observer),
            ...optional("namespace", this.#request.namespace),
            ...this.#baseline(),
          }),
        unsafe: this.#request.unsafeFixes === true,
      };
      const { diff, lines, failed } = await fixChart(chart, shown, mode === "dry");
      // A report for machines on stdout stays readable.
      (this.#request.formats.length > 0 ? this.#host.stderr : this.#host.stdout).write(diff);
      for (const line of lines) this.#host.stderr.write(`${withoutCommands(printable(line))}\n`);
      if (failed) isWhole = false;
    }
    return isWhole;
  }

  /** The baseline that hides what is known; none where it is about to be written. */
  #baseline(): Pick<LintOptions, "baseline"> {
    const { baseline } = this.#settings;
    if (baseline === undefined || this.#request.updateBaseline === true) return {};
    return { baseline: readBaseline(baseline.path, baseline.name) };
  }

  #local(name: string): string {
    return localChart(name, this.#args.pull, this.#helm, this.#workspace, this.#host);
  }

  #shown(name: string): string {
    return this.#named?.shown ?? shownName(name);
  }

  async #chart(name: string): Promise<Report> {
    const path = this.#local(name);
    const shown = this.#shown(name);
    const governed = await this.#governed(path, shown);
    const named: NamedReport[] = [];
    for (const { label, extra } of await this.#combinations(path)) {
      const args = [...this.#args.template, ...extra];
      const against = await this.#against(path, shown, args);
      const render = await this.#render(path, shown, args, extra.length === 0 ? shown : `${shown}, ${label}`);
      named.push({ name: label, report: this.#lint(shown, governed, render, against) });
    }
    return during(this.#host.observer, "findings", () => acrossRenders(named));
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

  async #render(path: string, name: string, args: readonly string[], called = name): Promise<Render> {
    const { renderOwn } = await import("./render-room.ts");
    const { observer } = this.#host;
    const render = () => this.#renderedBy(renderOwn, path, name, args);
    const made = observer === undefined ? render() : observer.renders(called, render);
    observer?.rendered(Buffer.byteLength(made.text ?? ""));
    return made;
  }

  #renderedBy(
    renderOwn: (chart: LocalChart) => OwnRender,
    path: string,
    name: string,
    args: readonly string[],
  ): Render {
    const { release } = this.#flags;
    const chart: LocalChart = {
      path,
      name,
      release,
      args,
      cwd: this.#host.cwd(),
      helm: this.#helm.major,
      ...optional("origin", this.#named?.origin),
    };
    const own = renderOwn(chart);
    if (this.#helm.program === undefined) return { text: own.text, own, problems: own.problems };
    const rendered = runProgram(this.#helm.program, ["template", release, path, ...args], this.#host.cwd());
    if (rendered.status === 0) {
      // Where only ours fails, helm's text is linted all the same: findings then stand at rendered lines.
      const problems = own.problems.map((problem): Problem => ({ ...problem, kind: "chart" }));
      return { text: rendered.stdout, own, problems };
    }
    const said = rendered.stderr.trim();
    const message = `helm does not render this: ${this.#named?.said(said) ?? said}`;
    const place = own.problems.find(({ kind }) => kind === "not-rendered");
    const problem: Problem = {
      kind: "not-rendered",
      file: place?.file ?? name,
      line: place?.line ?? 1,
      column: place?.column ?? 1,
      message,
    };
    return { text: undefined, own, problems: [problem, ...own.problems.filter(({ kind }) => kind === "chart")] };
  }

  async #against(path: string, name: string, args: readonly string[]): Promise<readonly Input[] | undefined> {
    const { against } = this.#flags;
    if (against === undefined || typeof against !== "string") return against;
    const referred = againstReference(against);
    if (referred === undefined) {
      const sources = await openSources({ ...this.#request, inputs: [], against }, this.#host);
      return sources.against;
    }
    const { scheme, reference } = referred;
    if (scheme === "helm") {
      return [{ name: against, text: releaseManifest(reference, clusterArguments(args), this.#helm, this.#host) }];
    }
    const old =
      scheme === "values"
        ? path
        : scheme === "git"
          ? chartAtRevision(path, reference, this.#workspace, this.#host)
          : this.#otherVersion(reference);
    if (old === undefined) {
      if (this.#request.quiet !== true)
        this.#host.stderr.write(`note: ${printable(name)} is new since ${reference}: compared with nothing\n`);
      return undefined;
    }
    const given = scheme === "values" ? withOtherValues(args, reference) : args;
    const { text, problems } = await this.#render(old, name, given);
    const [problem] = problems;
    if (text === undefined) throw new OptionError(`--against ${against}: ${problem?.message ?? "it does not render"}`);
    return [{ name: against, text }];
  }

  /** `chart:REF[@VERSION]`, split at the last `@`. */
  #otherVersion(reference: string): string {
    const [name, version] = atVersion(reference);
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
    const options: LintOptions = {
      ...governed,
      chart: own.files,
      ...(own.traces === undefined ? {} : { traces: own.traces }),
      ...(against === undefined ? {} : { against }),
      ...optional("apply", this.#request.apply),
      ...optional("deployer", this.#request.deployer),
      ...optional("observer", this.#host.observer),
      ...optional("namespace", this.#request.namespace),
      ...this.#baseline(),
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

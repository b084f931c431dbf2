import { dirname, resolve } from "node:path";
import { rules } from "../../rules/index.generated.ts";
import type { LeftOut, ReleaseRequest } from "../chart/gitops/release-request.ts";
import { GitError } from "../chart/node/git-folder.ts";
import { findProgram } from "../chart/node/helm-process.ts";
import { RevisionTree, repositoryOf, type SourceTree, WorkingTree } from "../chart/node/source-tree.ts";
import type { Report, Unchecked } from "../lint/contract/finding.ts";
import { OptionError } from "../lint/contract/options.ts";
import { attachExcerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { lintWith } from "../lint/engine/lint.ts";
import { mergeReports } from "../lint/engine/merge-reports.ts";
import { optional } from "../model/pod.ts";
import type { Document, Input } from "../read/document.ts";
import type { Problem } from "../read/problem.ts";
import { readManifests } from "../read/read-manifests.ts";
import { againstReference } from "./against-reference.ts";
import { type ChartFlags, ChartRun } from "./chart-run.ts";
import { localChart, Workspace } from "./chart-source.ts";
import type { EffectiveSettings } from "./effective-settings.ts";
import { expandInputs } from "./expand-inputs.ts";
import { expectsRenders } from "./file-bytes.ts";
import { AskedReleases, BeforeReleases } from "./gitops-asked.ts";
import { goneFiles } from "./gitops-gone.ts";
import { Patches } from "./gitops-patches.ts";
import { NotRendered, type PreparedRelease, prepareRelease } from "./gitops-release.ts";
import { isUnrendered, triedTexts, withoutUnknown } from "./gitops-variables.ts";
import type { HelmArguments } from "./helm-options.ts";
import type { Host } from "./host.ts";
import { bothNamed, type NamedChart } from "./named-chart.ts";
import { openInputs } from "./open-inputs.ts";
import type { LintRequest } from "./request.ts";
import type { Source } from "./source.ts";
import { statsAt } from "./stats-at.ts";

/** Renders the charts that HelmReleases, Applications and helmfiles name, with their values, and lints each. */
export class GitOpsRun {
  readonly #workspace = new Workspace();
  /** Where charts are that were fetched, by their names and how they were. */
  readonly #fetched = new Map<string, string>();
  readonly #request: LintRequest;
  readonly #flags: ChartFlags;
  readonly #args: HelmArguments;
  readonly #settings: EffectiveSettings;
  readonly #host: Host;
  readonly #named: NamedChart;

  /** `named` says how values that were given beside the files are called. */
  constructor(
    request: LintRequest,
    flags: ChartFlags,
    args: HelmArguments,
    settings: EffectiveSettings,
    host: Host,
    named: NamedChart,
  ) {
    this.#named = named;
    this.#request = request;
    this.#flags = flags;
    this.#args = args;
    this.#settings = settings;
    this.#host = host;
    if (flags.matrix.length > 0)
      throw new OptionError(
        "--values-matrix is for charts: a HelmRelease, Application or helmfile says its own values",
      );
  }

  async report(names: readonly string[]): Promise<Report> {
    try {
      const problems: Problem[] = [];
      const sources = await expandInputs(names, this.#host.cwd(), (one) => problems.push(one), { reads: "releases" });
      const tree = new WorkingTree(this.#root(sources));
      const inputs = openInputs(sources, this.#host, { problem: (one) => problems.push(one) });
      const read = readManifests(inputs.map(withText));
      const patches = new Patches(sources, tree, this.#host.cwd());
      const { documents, leftOut } = patches.without(checked(read.documents));
      const asked = new AskedReleases(documents, tree, this.#host.cwd());
      const { releases } = asked.requests;
      const told = [...asked.requests.leftOut, ...leftOut, ...patches.over(releases)];
      problems.push(...read.problems);
      const isNothing = releases.length === 0 && told.length === 0;
      if (isNothing && problems.every(({ kind }) => kind === "ignored-text")) {
        const what = "no HelmRelease, no Argo CD Application and no releases of a helmfile";
        throw new OptionError(`chart ${names.join(" ")}: there is ${what} in it, and no Chart.yaml`);
      }
      const before = this.#before(names, sources, releases, tree.root, patches);
      return await this.#all(asked, problems, told, before);
    } finally {
      this.#workspace.clear();
    }
  }

  async #all(
    asked: AskedReleases,
    problems: readonly Problem[],
    told: readonly LeftOut[],
    before: BeforeReleases | undefined,
  ): Promise<Report> {
    const { releases } = asked.requests;
    const reports: Report[] = [];
    const failed: Problem[] = [...problems];
    const leftOut: LeftOut[] = [...told, ...(before?.gone(asked) ?? [])];
    const lost = (release: ReleaseRequest, why: string): void => {
      leftOut.push({ resource: release.resource, location: release.location, why });
    };
    this.#host.observer?.expects(releases.length);
    expectsRenders(releases.length);
    for (const [key, release] of asked.byKey) {
      try {
        const old = before?.byKey.get(key);
        const moved = old === undefined ? undefined : before?.movedFrom(old, release);
        if (moved !== undefined) lost(release, moved);
        reports.push(await this.#judged(release, asked, old, before, (why) => lost(release, why)));
      } catch (error) {
        if (error instanceof NotRendered) lost(release, `not rendered: ${error.message}`);
        else if (error instanceof OptionError || error instanceof GitError)
          failed.push(asProblem({ ...release, why: `not rendered: ${error.message}` }));
        else throw error;
      }
    }
    // Where nothing was rendered, it must not look like nothing found.
    const isNothing = reports.length === 0 && failed.length === 0;
    const own = isNothing ? leftOut.map(asProblem) : failed;
    const none = lintWith(rules, [], { ...this.#settings.options });
    const base = reports.length === 0 ? { ...none, problems: [] } : mergeReports(reports);
    return completed(base, own, leftOut);
  }

  #run(
    { release, deployer, namespace }: ReleaseRequest,
    { args, named }: ReturnType<typeof prepareRelease>,
    against: ChartFlags["against"],
  ): ChartRun {
    const { against: _, ...flags } = this.#flags;
    // Where the file says a namespace, that is where it goes: helm's plugin names its own on every command line.
    const own = this.#args.template.filter((arg) => namespace === undefined || !arg.startsWith("--namespace="));
    const given = { pull: args.pull, template: [...args.template, ...own] };
    return new ChartRun(
      { deployer, ...this.#request, ...optional("namespace", namespace) },
      { ...flags, release, ...(against === undefined ? {} : { against }) },
      given,
      this.#settings,
      this.#host,
      bothNamed(named, this.#named),
    );
  }

  /** The report of a release, without what rests on variables that nobody here knows. */
  async #judged(
    release: ReleaseRequest,
    asked: AskedReleases,
    old: ReleaseRequest | undefined,
    before: BeforeReleases | undefined,
    lost: (why: string) => void,
  ): Promise<Report> {
    const report = await this.#rendered(release, asked.tree, old, before, lost);
    const unknown = new Set([...(release.unknown ?? []), ...(old?.unknown ?? [])]);
    if (unknown.size === 0) return report;
    const reports = [report];
    for (const text of triedTexts) {
      const tried = asked.tried(release, text);
      const triedOld = old === undefined ? undefined : before?.tried(old, text);
      if (tried === undefined || (old !== undefined && triedOld === undefined)) continue;
      reports.push(await this.#rendered(tried, asked.tree, triedOld, before, () => undefined));
    }
    // What the chart makes nothing of as it is written, it may with another text.
    const [first = report, ...others] = reports.filter((one) => !isUnrendered(one));
    return withoutUnknown(first, others, unknown, (file, line) => asked.variablesAt(file, line));
  }

  async #rendered(
    release: ReleaseRequest,
    tree: SourceTree,
    old: ReleaseRequest | undefined,
    before: BeforeReleases | undefined,
    lost: (why: string) => void,
  ): Promise<Report> {
    const prepared = this.#prepared(release, tree);
    const against = await this.#old(old, before, lost);
    return this.#run(release, prepared, against).report([prepared.chart]);
  }

  /** A release whose chart is on this machine: one that several renders are of is fetched once. */
  #prepared(release: ReleaseRequest, tree: SourceTree): PreparedRelease {
    const prepared = prepareRelease(release, tree, this.#workspace.folder(), this.#host.cwd());
    const { chart, args } = prepared;
    if (release.chart.from === "folder" || release.unknown === undefined) return prepared;
    const key = JSON.stringify([chart, args.pull]);
    const path = this.#fetched.get(key) ?? localChart(chart, args.pull, this.#flags.helm, this.#workspace, this.#host);
    this.#fetched.set(key, path);
    return { ...prepared, chart: path, args: { ...args, pull: [] } };
  }

  /** What a release rendered to before; undefined for a new one, and where nothing is compared. */
  async #old(
    old: ReleaseRequest | undefined,
    before: BeforeReleases | undefined,
    lost: (why: string) => void,
  ): Promise<ChartFlags["against"]> {
    if (before === undefined) return this.#flags.against;
    if (old === undefined) return undefined;
    try {
      const prepared = this.#prepared(old, before.tree);
      const text = await this.#run(old, prepared, undefined).text(prepared.chart);
      return [{ name: before.name, text }];
    } catch (error) {
      if (!(error instanceof NotRendered || error instanceof OptionError || error instanceof GitError)) throw error;
      lost(`not compared with ${before.name}: ${error.message}`);
      return undefined;
    }
  }

  #before(
    names: readonly string[],
    sources: readonly Source[],
    releases: readonly ReleaseRequest[],
    root: string,
    patches: Patches,
  ): BeforeReleases | undefined {
    const { against } = this.#flags;
    if (typeof against !== "string") return undefined;
    const { scheme, reference: revision } = againstReference(against) ?? { scheme: undefined, reference: "" };
    if (scheme === undefined || scheme === "helm") {
      if (releases.length < 2) return undefined;
      throw new OptionError(
        `--against ${against}: these files name ${releases.length} releases: git:REF compares each with its own`,
      );
    }
    if (scheme === "chart")
      throw new OptionError(`--against ${against}: beside a file that names charts it is git:REF`);
    const git = findProgram("git", this.#host.env.PATH);
    if (git === undefined) throw new OptionError(`--against ${against}: there is no git on PATH`);
    const tree = new RevisionTree(git, root, revision, () => this.#workspace.folder());
    try {
      const inputs = sources.flatMap((source): Input[] => {
        const text = source.stdin ? undefined : tree.read(source.path);
        return source.stdin || text === undefined ? [] : [{ name: source.name, text }];
      });
      const cwd = this.#host.cwd();
      const folders = names.map((name) => resolve(cwd, name)).filter((path) => statsAt(path)?.isDirectory() === true);
      const files = sources.flatMap((source) => (source.stdin ? [] : [source.path]));
      // What a helmfile with Go templates asked for, only helmfile knows.
      inputs.push(...goneFiles(folders, files, tree, cwd).filter(({ text }) => !isTemplated(String(text))));
      return new BeforeReleases(
        against,
        patches.without(checked(readManifests(inputs).documents)).documents,
        tree,
        cwd,
      );
    } catch (error) {
      if (error instanceof GitError) throw new OptionError(`--against ${against}: ${error.message}`);
      throw error;
    }
  }

  #root(sources: readonly Source[]): string {
    const [first] = sources;
    return repositoryOf(first === undefined || first.stdin ? this.#host.cwd() : dirname(first.path));
  }
}

function withText({ name, text }: Input): Input {
  if (typeof text === "string") return { name, text };
  const decoder = new TextDecoder();
  let whole = "";
  for (const chunk of text) whole += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
  return { name, text: whole + decoder.decode() };
}

/** A helmfile with Go templates is no YAML before helmfile has rendered it. */
function checked(documents: readonly Document[]): readonly Document[] {
  const template = documents.find(({ text, file }) => /\.gotmpl$/.test(file) || isTemplated(text));
  if (template === undefined) return documents;
  throw new OptionError(
    `chart ${template.file}: this helmfile has Go templates, which only helmfile renders: \`helmfile template | sts-lint\``,
  );
}

function isTemplated(text: string): boolean {
  return /^(releases|repositories|helmfiles|environments):/m.test(text) && text.includes("{{");
}

function asProblem({ location, resource, why }: LeftOut): Problem {
  const { file, line, column } = location;
  return { kind: "not-rendered", file, line, column, message: `${resource.kind}/${resource.name}: ${why}` };
}

function completed(report: Report, problems: readonly Problem[], leftOut: readonly LeftOut[]): Report {
  const unchecked: Unchecked[] = [...leftOut];
  const made: Report = {
    ...report,
    problems: [...problems, ...report.problems],
    unchecked: [...report.unchecked, ...unchecked],
    summary: { ...report.summary, problems: problems.length + report.summary.problems },
  };
  attachExcerpts(made, excerptsOf(report));
  return made;
}

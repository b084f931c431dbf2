import { type AskedVersion, formatMinor, KubernetesVersionError, versionsOf } from "../../model/kubernetes-version.ts";
import { chartOf } from "../../model/namespace.ts";
import { problemOfNoObject } from "../../model/no-object.ts";
import { Release } from "../../model/release.ts";
import { isRead, releaseDocuments, sideOf } from "../../model/releases.ts";
import { Upgrade } from "../../model/upgrade.ts";
import type { Document, Input } from "../../read/document.ts";
import { readInput } from "../../read/index.ts";
import type { Problem } from "../../read/problem.ts";
import type { Finding, Report, SuppressedFinding, Unchecked } from "../contract/finding.ts";
import { type LintOptions, OptionError } from "../contract/options.ts";
import type { AnyRule } from "../contract/rule.ts";
import type { OpenFinding, UnusedUnless } from "../contract/shard.ts";
import { assemble } from "./assemble.ts";
import { ChartFacts } from "./chart-facts.ts";
import { Excerpts } from "./excerpt.ts";
import { FixesTogether } from "./fixes-together.ts";
import { type IgnoreEntry, IgnoreUse, ownerOf } from "./ignore-use.ts";
import { Locator } from "./locate.ts";
import { lengthOf, type Part } from "./partition.ts";
import { type Found, RuleRun } from "./run.ts";
import { Settings } from "./settings.ts";
import { settle, type Undecided } from "./settle.ts";
import { attachShard } from "./shard-report.ts";
import { Suppressions } from "./suppress.ts";
import { uncheckedOf } from "./unchecked.ts";
import { UnsaidOfParts } from "./unsaid.ts";
import { InputNames } from "./whole-input.ts";

/**
 * Reads the inputs, relates what is in them, runs the rules and reports. The inputs are consumed once, release by
 * release, so that a stream of any length needs the memory of its largest release; with `against` all of both sides
 * is kept.
 *
 * Throws {@link OptionError} for options that cannot be used and `RuleFault` for a fault of a rule.
 */
export function lintWith(rules: readonly AnyRule[], inputs: Iterable<Input>, options: LintOptions = {}): Report {
  return new Lint([...rules, ...(options.plugins ?? [])], options).report(inputs);
}

/**
 * The report of one part of the inputs, which must be those that were parted: what merging needs is kept with it. All of
 * the inputs is read; of what belongs to other parts nothing is parsed.
 *
 * Throws {@link OptionError}, too, where the inputs have changed since, and for `against`: an update is seen as a whole.
 */
export function lintPart(
  rules: readonly AnyRule[],
  inputs: Iterable<Input>,
  part: Part,
  options: LintOptions = {},
): Report {
  if (options.against !== undefined) throw new OptionError("an update is compared as a whole: it has no parts");
  return new Lint([...rules, ...(options.plugins ?? [])], options, part).report(inputs);
}

/** One release of the input, and what suppresses findings in it. */
interface Unit {
  readonly release: Release;
  readonly suppressions: Suppressions;
  /** What is decided once all is read. */
  readonly open: readonly Found[];
}

/** Releases with open violations are kept up to so many characters; of further ones only places and names are. */
const mostOpen = 8_000_000;

class Lint {
  readonly #options: LintOptions;
  readonly #part: Part | undefined;
  readonly #all: readonly AnyRule[];
  readonly #rules: RuleRun;
  readonly #versions: readonly string[];
  readonly #today: string;
  readonly #excerpts = new Excerpts();
  readonly #fixes = new FixesTogether();
  readonly #locator: Locator;
  readonly #findings: Finding[] = [];
  readonly #suppressed: SuppressedFinding[] = [];
  readonly #problems: Problem[] = [];
  readonly #unchecked: Unchecked[] = [];
  /** What is left of open violations whose releases were let go, and the faults of suppressions that hang on them. */
  readonly #open: OpenFinding[] = [];
  readonly #unusedUnless: UnusedUnless[] = [];
  readonly #unsaid = new UnsaidOfParts();
  readonly #names = new InputNames();
  readonly #ignores: IgnoreUse;
  /** Documents that are no Kubernetes object, and the inputs that hold objects. */
  readonly #strays: Problem[] = [];
  readonly #withObjects = new Set<string>();
  readonly #charts = new Set<string>();
  #statefulSets = 0;
  #documents = 0;
  #notChecked = 0;

  constructor(rules: readonly AnyRule[], options: LintOptions, part?: Part) {
    const settings = new Settings(rules, options);
    this.#options = options;
    this.#part = part;
    this.#all = rules;
    this.#ignores = new IgnoreUse(options.overrides ?? []);
    const versions = versionsAskedFor(options);
    this.#versions = [...new Set(versions.map(({ minor }) => formatMinor(minor)))];
    const chart = options.chart === undefined ? undefined : new ChartFacts(options.chart, options.traces);
    this.#rules = new RuleRun(rules, settings, versions, options, chart);
    this.#today = options.today ?? new Date().toISOString().slice(0, 10);
    this.#locator = new Locator(this.#excerpts, settings, this.#fixes, chart, options.traces);
  }

  report(inputs: Iterable<Input>): Report {
    const { against } = this.#options;
    const running = against === undefined ? undefined : this.#running(against);
    const units: Unit[] = [];
    let kept = 0;
    for (const release of this.#releases(inputs)) {
      const unit = this.#lint(release, running);
      if (running === undefined && unit.open.length === 0) this.#finish(unit);
      else {
        kept += sizeOf(unit);
        units.push(unit);
      }
      const most = this.#part === undefined ? mostOpen : -1;
      for (; running === undefined && kept > most; units.shift()) {
        const [oldest] = units;
        if (oldest === undefined) break;
        kept -= sizeOf(oldest);
        this.#letGo(oldest);
      }
    }
    if (running !== undefined) this.#compare(units, running);
    for (const unit of units) {
      for (const found of unit.open) this.#decide(found, unit.suppressions);
      this.#finish(unit);
    }
    return this.#assembled();
  }

  /** The releases of the input, or those of its part; of others nothing is parsed. */
  *#releases(inputs: Iterable<Input>): Generator<Release> {
    let at = 0;
    for (const documents of releaseDocuments(this.#read(inputs))) {
      const isOwn = this.#part === undefined || this.#isOwn(this.#part, documents, at);
      at++;
      if (!isOwn) continue;
      for (const document of documents) {
        this.#note(document);
        this.#names.note(document);
      }
      yield new Release(documents);
    }
    if (this.#part !== undefined && at !== this.#part.partition.releases.length) throw new OptionError(hasChanged);
  }

  #isOwn({ partition, index }: Part, documents: readonly Document[], at: number): boolean {
    const known = partition.releases[at];
    if (known?.size !== lengthOf(documents)) throw new OptionError(hasChanged);
    return known.owner === index;
  }

  /** The documents that rules read; the others are counted and let go at once. */
  *#read(inputs: Iterable<Input>): Generator<Document> {
    for (const input of inputs) {
      for (const document of readInput(input, (problem) => this.#problems.push(problem))) {
        if (document.header.kind !== undefined) this.#withObjects.add(document.file);
        if (isRead(document)) yield document;
        else if (this.#counts(document)) {
          this.#note(document);
          this.#notChecked++;
        }
      }
    }
  }

  /** Whether a document that no release holds is this run's to count; parts share them by their lengths. */
  #counts({ text }: Document): boolean {
    if (this.#part === undefined) return true;
    const { index, partition } = this.#part;
    return (text.length % partition.count) + 1 === index;
  }

  #note(document: Document): void {
    for (const fault of document.faults) this.#problems.push(fault);
    for (const one of uncheckedOf(document)) this.#unchecked.push(one);
    this.#documents++;
    const chart = chartOf(document.source);
    if (chart !== undefined) this.#charts.add(chart);
  }

  /** What runs now: all releases of it, together. */
  #running(against: readonly Input[]): Release {
    const running = sideOf(this.#readOld(against));
    for (const document of parsed(running)) {
      const problem = document.problem ?? problemOfNoObject(document);
      if (problem !== undefined) this.#problems.push(problem);
    }
    return running;
  }

  *#readOld(against: readonly Input[]): Generator<Document> {
    for (const input of against) {
      for (const document of readInput(input, (problem) => this.#problems.push(problem))) {
        for (const fault of document.faults) this.#problems.push(fault);
        if (isRead(document)) yield document;
      }
    }
  }

  #lint(release: Release, running: Release | undefined): Unit {
    const documents = parsed(release);
    this.#noteProblems(documents);
    this.#statefulSets += release.statefulSets.length;
    // A directive may stand in a document that nobody reads otherwise.
    const directed = release.unasked.filter(({ text }) => text.includes("sts-lint"));
    const suppressions = new Suppressions(
      [...documents, ...directed],
      this.#options.overrides ?? [],
      this.#today,
      this.#rules.ids,
      this.#ignores,
    );
    const unasked = new Set(release.unasked);
    this.#names.noteClaims(release);
    const open: Found[] = [];
    for (const found of this.#rules.release(release, running)) {
      if (found.violation.question === undefined) this.#keep(found, suppressions, release);
      else open.push(found);
    }
    for (const document of release.unasked) {
      unasked.delete(document);
      this.#notChecked++;
    }
    this.#noteProblems([...unasked]);
    return { release, suppressions, open };
  }

  #compare(units: readonly Unit[], before: Release): void {
    const after = Release.joined(units.map(({ release }) => release));
    const owners = new Map(
      units.flatMap(({ release, suppressions }) => release.documents.map((document) => [document, suppressions])),
    );
    for (const found of this.#rules.upgrade(new Upgrade(before, after))) {
      this.#keep(found, owners.get(found.violation.at.manifest.document), after);
    }
  }

  /** What can only be said when every finding of the release was seen. */
  #finish({ release, suppressions }: Unit): void {
    for (const found of this.#rules.late(release, suppressions)) this.#keep(found, undefined);
    for (const { faults, unless } of suppressions.unusedUnless()) {
      for (const finding of this.#located(this.#rules.faults(release, faults)))
        this.#unusedUnless.push({ finding, unless });
    }
  }

  #decide({ rule, violation }: Found, suppressions: Suppressions): void {
    const { question } = violation;
    if (question === undefined) return;
    const data = this.#rules.guarded(rule, () => rule.decide?.(question, this.#names));
    if (data !== undefined) this.#keep({ rule, violation: { ...violation, data } }, suppressions);
  }

  /** Finds the places of what is open, so that the release's text need not be kept. */
  #letGo(unit: Unit): void {
    for (const { rule, violation } of unit.open) {
      const finding = this.#rules.guarded(rule, () => this.#locator.prepare(rule, violation))?.finding;
      if (finding === undefined || violation.question === undefined) continue;
      this.#refuseOpenPlugin(rule);
      const suppression = unit.suppressions.ofOpen(finding, violation.at.manifest, this.#open.length);
      this.#open.push({
        says: violation.message,
        question: violation.question,
        finding,
        ...(suppression === undefined ? {} : { suppression }),
      });
    }
    this.#finish(unit);
  }

  /** Whoever merges parts has our rules alone. */
  #refuseOpenPlugin({ id }: AnyRule): void {
    const isPlugin = this.#options.plugins?.some((plugin) => plugin.id === id) === true;
    if (this.#part !== undefined && isPlugin)
      throw new OptionError(
        `the rule \`${id}\` of a plugin asks about the whole input, which no part shows: lint without --shard, or set it to off`,
      );
  }

  #keep({ rule, violation }: Found, suppressions: Suppressions | undefined, release?: Release): void {
    const finding = this.#rules.guarded(rule, () => this.#locator.locate(rule, violation));
    if (finding === undefined) return;
    // A directive for it counts as used even where it is not said.
    const suppression = suppressions?.of(finding, violation.at.manifest);
    if (violation.assumesWhole === true && release?.isPart === true) {
      if (suppression === undefined) this.#unsaid.note(release, finding);
    } else if (suppression === undefined) this.#findings.push(finding);
    else this.#suppressed.push({ ...finding, suppression });
  }

  #located(all: readonly Found[]): readonly Finding[] {
    return all.flatMap(
      ({ rule, violation }) => this.#rules.guarded(rule, () => this.#locator.locate(rule, violation)) ?? [],
    );
  }

  #noteProblems(documents: readonly Document[]): void {
    for (const document of documents) {
      if (document.problem !== undefined) this.#problems.push(document.problem);
      const stray = problemOfNoObject(document);
      if (stray !== undefined) this.#strays.push(stray);
    }
  }

  /**
   * A document that is no object beside others that are is a fault, and so is an input without any. A file of its own
   * among files of manifests, such as a kustomization, is only said to be no manifest.
   */
  #noteStrays(): void {
    for (const stray of this.#strays) {
      const isOther = this.#withObjects.size > 0 && !this.#withObjects.has(stray.file);
      this.#problems.push(isOther ? { ...stray, kind: "ignored-text" } : stray);
    }
  }

  /** What is left to decide once all is read. */
  #undecided(): Undecided {
    return {
      open: this.#open,
      unusedUnless: this.#unusedUnless,
      ignores: this.#ignores.entries().map(({ index, isUsed, usedIf, fault }) => ({
        index,
        isUsed,
        usedIf,
        ...(fault === undefined ? {} : { fault: this.#ignoreFault(fault) }),
      })),
    };
  }

  #ignoreFault(fault: NonNullable<IgnoreEntry["fault"]>): NonNullable<Undecided["ignores"][number]["fault"]> {
    const [finding] = this.#located(this.#rules.faults(new Release([]), [fault]));
    return {
      isUnused: fault.fault === "unused",
      owner: ownerOf(fault),
      ...(finding === undefined ? {} : { finding }),
    };
  }

  #assembled(): Report {
    this.#noteStrays();
    const undecided = this.#undecided();
    const rules = new Map(this.#all.map((rule) => [rule.id, rule]));
    const decided =
      this.#part === undefined
        ? settle([undecided], this.#names, rules, (rule, run) => this.#rules.guarded(rule, run))
        : { findings: [], suppressed: [] };
    this.#excerpts.charts = this.#charts.size;
    const report = assemble({
      kubernetesVersions: this.#versions,
      rules: [...this.#rules.ids].sort(),
      statefulSets: this.#statefulSets,
      documents: this.#documents,
      notChecked: this.#notChecked,
      findings: [...this.#findings, ...decided.findings],
      suppressed: [...this.#suppressed, ...decided.suppressed],
      problems: this.#problems,
      unchecked: [...this.#unchecked, ...this.#unsaid.unchecked(this.#options.baseline)],
      baseline: this.#options.baseline,
      fixes: this.#fixes,
      excerpts: this.#excerpts,
    });
    if (this.#part !== undefined)
      attachShard(report, this.#part, undecided, {
        charts: this.#charts,
        names: this.#names,
        baseline: this.#options.baseline,
      });
    return report;
  }
}

/** The documents of a release that were parsed. */
function parsed({ documents, unasked }: Release): readonly Document[] {
  if (unasked.length === 0) return documents;
  const left = new Set(unasked);
  return documents.filter((document) => !left.has(document));
}

const hasChanged = "the input changed while it was read: run again";

function sizeOf({ release }: Unit): number {
  return lengthOf(release.documents);
}

function versionsAskedFor({ kubernetesVersion, featureGates = {} }: LintOptions): readonly AskedVersion[] {
  try {
    return versionsOf(kubernetesVersion === undefined ? undefined : [kubernetesVersion].flat().join(","), featureGates);
  } catch (error) {
    if (error instanceof KubernetesVersionError) throw new OptionError(error.message);
    throw error;
  }
}

import {
  type AskedVersion,
  formatMinor,
  KubernetesVersionError,
  newestMinor,
  versionsOf,
} from "../../model/kubernetes-version.ts";
import { chartOf } from "../../model/namespace.ts";
import { problemOfNoObject } from "../../model/no-object.ts";
import { Release } from "../../model/release.ts";
import { isRead, releasesOf, sideOf } from "../../model/releases.ts";
import { Upgrade } from "../../model/upgrade.ts";
import type { Document, Input } from "../../read/document.ts";
import { readInput } from "../../read/index.ts";
import type { Problem } from "../../read/problem.ts";
import type { Finding, Report, Severity, SuppressedFinding, Suppression, Unchecked } from "../contract/finding.ts";
import { type LintOptions, OptionError } from "../contract/options.ts";
import type { AnyRule, Violation } from "../contract/rule.ts";
import { withoutKnown } from "./baseline.ts";
import { ChartFacts } from "./chart-facts.ts";
import { attachExcerpts, Excerpts } from "./excerpt.ts";
import { Locator, type PreparedFinding } from "./locate.ts";
import { byPlace, countEqual } from "./order.ts";
import { type Found, RuleRun } from "./run.ts";
import { Settings } from "./settings.ts";
import { IgnoreUse, Suppressions } from "./suppress.ts";
import { toolVersion } from "./tool-version.ts";
import { uncheckedOf } from "./unchecked.ts";
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

/** One release of the input, and what suppresses findings in it. */
interface Unit {
  readonly release: Release;
  readonly suppressions: Suppressions;
  /** What is decided once all is read. */
  readonly open: readonly Found[];
}

/** What is left of an open violation when its release is let go. */
interface Located {
  readonly rule: AnyRule;
  readonly decide: NonNullable<Violation["decide"]>;
  readonly prepared: PreparedFinding;
  readonly suppression: Suppression | undefined;
}

/** Releases with open violations are kept up to so many characters; of further ones only places and names are. */
const mostOpen = 8_000_000;

class Lint {
  readonly #options: LintOptions;
  readonly #rules: RuleRun;
  readonly #versions: readonly string[];
  readonly #today: string;
  readonly #excerpts = new Excerpts();
  readonly #locator: Locator;
  readonly #findings: Finding[] = [];
  readonly #suppressed: SuppressedFinding[] = [];
  readonly #problems: Problem[] = [];
  readonly #unchecked: Unchecked[] = [];
  readonly #located: Located[] = [];
  readonly #names = new InputNames();
  readonly #ignores = new IgnoreUse();
  /** Documents that are no Kubernetes object, and the inputs that hold objects. */
  readonly #strays: Problem[] = [];
  readonly #withObjects = new Set<string>();
  readonly #charts = new Set<string>();
  #statefulSets = 0;
  #documents = 0;
  #notChecked = 0;

  constructor(rules: readonly AnyRule[], options: LintOptions) {
    const settings = new Settings(rules, options);
    this.#options = options;
    const versions = versionsAskedFor(options);
    this.#versions = [...new Set(versions.map(({ minor }) => formatMinor(minor)))];
    const chart = options.chart === undefined ? undefined : new ChartFacts(options.chart, options.traces);
    this.#rules = new RuleRun(rules, settings, versions, options, chart);
    this.#today = options.today ?? new Date().toISOString().slice(0, 10);
    this.#locator = new Locator(this.#excerpts, settings, chart, options.traces);
  }

  report(inputs: Iterable<Input>): Report {
    const { against } = this.#options;
    const running = against === undefined ? undefined : this.#running(against);
    const units: Unit[] = [];
    let kept = 0;
    for (const release of releasesOf(this.#read(inputs, true))) {
      const unit = this.#lint(release, running);
      if (running === undefined && unit.open.length === 0) this.#finish(unit);
      else {
        kept += sizeOf(unit);
        units.push(unit);
      }
      for (; running === undefined && kept > mostOpen; units.shift()) {
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
    for (const located of this.#located) this.#decideLocated(located);
    for (const found of this.#rules.last(this.#ignores)) this.#keep(found, undefined);
    return this.#assembled();
  }

  /** The documents that rules read; the others are counted and let go at once. */
  *#read(inputs: Iterable<Input>, counted: boolean): Generator<Document> {
    for (const input of inputs) {
      for (const document of readInput(input, (problem) => this.#problems.push(problem))) {
        for (const fault of document.faults) this.#problems.push(fault);
        const used = isRead(document);
        if (counted) this.#count(document);
        if (counted) for (const one of uncheckedOf(document)) this.#unchecked.push(one);
        if (counted && !used) this.#notChecked++;
        if (counted && !used) this.#withObjects.add(document.file);
        if (counted && used) this.#names.note(document);
        if (used) yield document;
      }
    }
  }

  #count(document: Document): void {
    this.#documents++;
    const chart = chartOf(document.source);
    if (chart !== undefined) this.#charts.add(chart);
  }

  /** What runs now: all releases of it, together. */
  #running(against: readonly Input[]): Release {
    const running = sideOf(this.#read(against, false));
    for (const document of parsed(running)) {
      const problem = document.problem ?? problemOfNoObject(document);
      if (problem !== undefined) this.#problems.push(problem);
    }
    return running;
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
      if (found.violation.decide === undefined) this.#keep(found, suppressions);
      else open.push(found);
    }
    for (const document of release.unasked) {
      unasked.delete(document);
      this.#notChecked++;
      this.#withObjects.add(document.file);
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
      this.#keep(found, owners.get(found.violation.at.manifest.document));
    }
  }

  /** What can only be said when every finding of the release was seen. */
  #finish({ release, suppressions }: Unit): void {
    for (const found of this.#rules.late(release, suppressions)) this.#keep(found, undefined);
  }

  #decide({ rule, violation }: Found, suppressions: Suppressions): void {
    const data = this.#rules.guarded(rule, () => violation.decide?.(this.#names));
    if (data !== undefined) this.#keep({ rule, violation: { ...violation, data } }, suppressions);
  }

  /** Finds the places of what is open, so that the release's text need not be kept. */
  #letGo(unit: Unit): void {
    for (const { rule, violation } of unit.open) {
      const prepared = this.#rules.guarded(rule, () => this.#locator.prepare(rule, violation));
      if (prepared === undefined || violation.decide === undefined) continue;
      // A directive for it counts as used, whatever is decided later.
      const suppression = unit.suppressions.of(prepared.finding, violation.at.manifest);
      this.#located.push({ rule, decide: violation.decide, prepared, suppression });
    }
    this.#finish(unit);
  }

  #decideLocated({ rule, decide, prepared, suppression }: Located): void {
    const made = this.#rules.guarded(rule, () => {
      const data = decide(this.#names);
      return data === undefined ? undefined : prepared.filled(data);
    });
    if (made === undefined) return;
    if (suppression === undefined) this.#findings.push(made);
    else this.#suppressed.push({ ...made, suppression });
  }

  #keep({ rule, violation }: Found, suppressions: Suppressions | undefined): void {
    const finding = this.#rules.guarded(rule, () => this.#locator.locate(rule, violation));
    if (finding === undefined) return;
    const suppression = suppressions?.of(finding, violation.at.manifest);
    if (suppression === undefined) this.#findings.push(finding);
    else this.#suppressed.push({ ...finding, suppression });
  }

  #noteProblems(documents: readonly Document[]): void {
    for (const document of documents) {
      if (document.problem !== undefined) this.#problems.push(document.problem);
      const stray = problemOfNoObject(document);
      if (stray !== undefined) this.#strays.push(stray);
      else if (document.header.kind !== undefined) this.#withObjects.add(document.file);
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

  #assembled(): Report {
    this.#noteStrays();
    const { fresh: findings, known } = withoutKnown(countEqual(this.#findings.sort(byPlace)), this.#options.baseline);
    const suppressed = [...this.#suppressed, ...known].sort(byPlace);
    const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
    const report: Report = {
      version: 1,
      tool: { name: "sts-lint", version: toolVersion },
      kubernetesVersions: this.#versions,
      summary: {
        statefulSets: this.#statefulSets,
        documents: this.#documents,
        notChecked: this.#notChecked,
        errors: count("error"),
        warnings: count("warning"),
        infos: count("info"),
        suppressed: suppressed.length,
        problems: this.#problems.length,
      },
      rules: [...this.#rules.ids].sort(),
      findings,
      suppressed,
      problems: this.#problems,
      unchecked: this.#unchecked,
    };
    this.#excerpts.hasBaseline = this.#options.baseline !== undefined;
    this.#excerpts.charts = this.#charts.size;
    attachExcerpts(report, this.#excerpts);
    return report;
  }
}

/** The documents of a release that were parsed. */
function parsed({ documents, unasked }: Release): readonly Document[] {
  if (unasked.length === 0) return documents;
  const left = new Set(unasked);
  return documents.filter((document) => !left.has(document));
}

function sizeOf({ release }: Unit): number {
  return release.documents.reduce((size, { text }) => size + text.length, 0);
}

function versionsAskedFor({ kubernetesVersion, featureGates = {} }: LintOptions): readonly AskedVersion[] {
  if (kubernetesVersion === undefined) return [{ minor: newestMinor, featureGates }];
  try {
    return versionsOf([kubernetesVersion].flat().join(","), featureGates);
  } catch (error) {
    if (error instanceof KubernetesVersionError) throw new OptionError(error.message);
    throw error;
  }
}

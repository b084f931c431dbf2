import { type AskedVersion, formatMinor, KubernetesVersionError, versionsOf } from "../../model/kubernetes-version.ts";
import { Release } from "../../model/release.ts";
import { Upgrade } from "../../model/upgrade.ts";
import type { Document, Input } from "../../read/document.ts";
import { during } from "../../read/observer.ts";
import type { Finding, Report, SuppressedFinding } from "../contract/finding.ts";
import { type LintOptions, OptionError } from "../contract/options.ts";
import type { AnyRule } from "../contract/rule.ts";
import type { OpenFinding, UnusedUnless } from "../contract/shard.ts";
import { assemble } from "./assemble.ts";
import { byDocument } from "./by-document.ts";
import { ChartFacts } from "./chart-facts.ts";
import { namesUs } from "./directive-text.ts";
import { Excerpts } from "./excerpt.ts";
import { FixesTogether } from "./fixes-together.ts";
import type { Found } from "./found.ts";
import { type IgnoreEntry, IgnoreUse, ownerOf } from "./ignore-use.ts";
import { type CoverOfLine, Listing } from "./listing.ts";
import { Locator, locationOf } from "./locate.ts";
import type { Part } from "./part.ts";
import { lengthOf } from "./partition.ts";
import { Reading } from "./reading.ts";
import { RuleRun } from "./run.ts";
import { Settings } from "./settings.ts";
import { settle, type Undecided } from "./settle.ts";
import { attachShard } from "./shard-report.ts";
import { Suppressions } from "./suppress.ts";
import { FoundTogether, type Told } from "./told.ts";
import { UnsaidOfParts } from "./unsaid.ts";

/**
 * Reads the inputs, relates what is in them, runs the rules and reports. The inputs are consumed once, release by
 * release, so that a stream of any length needs the memory of its largest release; with `against` all of both sides
 * is kept.
 *
 * Throws {@link OptionError} for options that cannot be used and `RuleFault` for a fault of a rule.
 */
export function lintWith(rules: readonly AnyRule[], inputs: Iterable<Input>, options: LintOptions = {}): Report {
  const linting = new Lint([...rules, ...(options.plugins ?? [])], options);
  return during(options.observer, "findings", () => linting.report(inputs));
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
  const linting = new Lint([...rules, ...(options.plugins ?? [])], options, part);
  return during(options.observer, "findings", () => linting.report(inputs));
}

/** One release of the input, and what suppresses findings in it. */
interface Unit {
  readonly release: Release;
  readonly suppressions: Suppressions;
  /** What is decided once all is read. */
  readonly open: readonly Found[];
  /** Refusals that a rule about the update may explain better. */
  readonly yielding: readonly Found[];
}

/** Releases with open violations are kept up to so many characters; of further ones only places and names are. */
const mostOpen = 8_000_000;

class Lint {
  readonly #options: LintOptions;
  readonly #part: Part | undefined;
  readonly #reading: Reading;
  readonly #settings: Settings;
  readonly #rules: RuleRun;
  readonly #versions: readonly string[];
  #day: string | undefined;
  readonly #excerpts = new Excerpts();
  readonly #fixes: FixesTogether;
  readonly #locator: Locator;
  readonly #findings: Finding[] = [];
  readonly #suppressed: SuppressedFinding[] = [];
  /** What is left of open violations whose releases were let go, and the faults of suppressions that hang on them. */
  readonly #open: OpenFinding[] = [];
  readonly #unusedUnless: UnusedUnless[] = [];
  readonly #unsaid = new UnsaidOfParts();
  readonly #ignores: IgnoreUse;

  constructor(rules: readonly AnyRule[], options: LintOptions, part?: Part) {
    const settings = new Settings(rules, options);
    this.#options = options;
    this.#part = part;
    this.#reading = new Reading(part, options.observer);
    this.#settings = settings;
    this.#ignores = new IgnoreUse(options.overrides ?? []);
    const versions = versionsAskedFor(options);
    this.#versions = [...new Set(versions.map(({ minor }) => formatMinor(minor)))];
    const chart = options.chart === undefined ? undefined : new ChartFacts(options.chart, options.traces);
    this.#rules = new RuleRun(rules, settings, versions, options, chart);
    this.#fixes = new FixesTogether(options.traces);
    this.#locator = new Locator(
      this.#excerpts,
      settings,
      this.#fixes,
      chart,
      options.traces,
      options.render?.release?.name,
    );
  }

  report(inputs: Iterable<Input>): Report {
    const { against } = this.#options;
    const running = against === undefined ? undefined : this.#reading.running(against);
    const units: Unit[] = [];
    let kept = 0;
    for (const release of this.#reading.releases(inputs)) {
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

  /** Asked once, and only where a suppression expires: V8 loads its calendar for the first date. */
  #today(): string {
    this.#day ??= this.#options.today ?? new Date().toISOString().slice(0, 10);
    return this.#day;
  }

  #lint(release: Release, running: Release | undefined): Unit {
    const documents = this.#reading.open(release);
    const { unasked } = release;
    // A directive may stand in a document that nobody reads otherwise.
    const directed = unasked.filter(({ ahead, text }) => ahead !== undefined || namesUs(text));
    const suppressions = new Suppressions(
      [...documents, ...directed],
      this.#options.overrides ?? [],
      () => this.#today(),
      this.#rules.ids,
      this.#ignores,
    );
    const failed = new Set<AnyRule>();
    const together = new FoundTogether((found) => this.#located(found));
    const coverOf = coversOf(() => suppressions);
    const tell = (portion: readonly Found[]): void => {
      for (const found of byDocument(portion, release)) together.add(found);
    };
    this.#rules.release(release, running, failed, { coverOf, tell });
    for (const one of together.told(failed)) this.#tell(one, suppressions, release);
    const { open, yielding } = together.left(failed);
    if (running === undefined)
      for (const found of new Listing(coverOf).unexplained(yielding)) this.#keep(found, suppressions, release);
    this.#reading.close(release, unasked);
    return { release, suppressions, open, yielding };
  }

  #compare(units: readonly Unit[], before: Release): void {
    const after = Release.joined(units.map(({ release }) => release));
    const owners = new Map(
      units.flatMap(({ release, suppressions }) => release.documents.map((document) => [document, suppressions])),
    );
    const failed = new Set<AnyRule>();
    const together = new FoundTogether((found) => this.#located(found));
    const coverOf = coversOf((document) => owners.get(document));
    const tell = (portion: readonly Found[]): void => {
      for (const found of portion) together.add(found);
    };
    this.#rules.upgrade(new Upgrade(before, after), failed, { coverOf, tell });
    const { open, yielding: own } = together.left(failed);
    for (const one of together.told(failed)) this.#tell(one, owners.get(one.manifest.document), after);
    const listing = new Listing(coverOf);
    for (const found of [...open, ...listing.unexplained(own)])
      this.#keep(found, owners.get(found.violation.at.manifest.document), after);
    for (const { release, suppressions, yielding } of units)
      for (const found of listing.unexplained(together.explained.left(yielding)))
        this.#keep(found, suppressions, release);
  }

  /** What can only be said when every finding of the release was seen. */
  #finish({ release, suppressions }: Unit): void {
    for (const found of this.#rules.late(release, suppressions)) this.#keep(found, undefined);
    for (const { faults, unless } of suppressions.unusedUnless()) {
      for (const finding of this.#locatedAll(this.#rules.faults(release, faults)))
        this.#unusedUnless.push({ finding, unless });
    }
  }

  #decide({ rule, violation }: Found, suppressions: Suppressions): void {
    const { question } = violation;
    if (question === undefined) return;
    const data = this.#rules.guarded(rule, () => rule.decide?.(question, this.#reading.names));
    if (data !== undefined) this.#keep({ rule, violation: { ...violation, data } }, suppressions);
  }

  /** Finds the places of what is open, so that the release's text need not be kept. */
  #letGo(unit: Unit): void {
    for (const { rule, violation } of unit.open) {
      const finding = this.#rules.guarded(rule, () => this.#locator.wordless(rule, violation));
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

  /** Whoever merges reports of parts has our rules alone. */
  #refuseOpenPlugin({ id }: AnyRule): void {
    const isPlugin = this.#options.plugins?.some((plugin) => plugin.id === id) === true;
    if (this.#part?.knowsPlugins === false && isPlugin)
      throw new OptionError(
        `the rule \`${id}\` of a plugin asks about the whole input, which no part shows: lint without --shard, or set it to off`,
      );
  }

  #located({ rule, violation }: Found): Finding | undefined {
    return this.#rules.guarded(rule, () => this.#locator.locate(rule, violation));
  }

  #keep(found: Found, suppressions: Suppressions | undefined, release?: Release): void {
    const finding = this.#located(found);
    if (finding === undefined) return;
    const { violation, rest } = found;
    const { assumesWhole = false, at } = violation;
    this.#tell({ manifest: at.manifest, assumesWhole, finding, rest }, suppressions, release);
  }

  #tell(told: Told, suppressions: Suppressions | undefined, release?: Release): void {
    const { manifest, assumesWhole, rest } = told;
    const { more = 0 } = rest ?? {};
    const finding = more === 0 ? told.finding : this.#locator.standing(told.finding, manifest, more);
    // A directive for it counts as used even where it is not said.
    const suppression = suppressions?.of(finding, manifest);
    if (assumesWhole && release?.isPart === true) {
      if (suppression === undefined) this.#unsaid.note(release, finding);
    } else if (suppression === undefined) this.#findings.push(finding);
    else this.#suppressed.push({ ...finding, suppression });
  }

  #locatedAll(all: readonly Found[]): readonly Finding[] {
    return all.flatMap((found) => this.#located(found) ?? []);
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
    const [finding] = this.#locatedAll(this.#rules.faults(new Release([]), [fault]));
    return {
      isUnused: fault.fault === "unused",
      owner: ownerOf(fault),
      ...(finding === undefined ? {} : { finding }),
    };
  }

  #assembled(): Report {
    const { names, charts, statefulSets, documents, notChecked, unchecked } = this.#reading;
    const undecided = this.#undecided();
    const decided =
      this.#part === undefined
        ? settle(
            [undecided],
            names,
            (id) => this.#settings.rule(id),
            (rule, run) => this.#rules.guarded(rule, run),
          )
        : { findings: [], suppressed: [] };
    this.#excerpts.charts = charts.size;
    const report = assemble({
      kubernetesVersions: this.#versions,
      rules: [...this.#rules.ids].sort(),
      statefulSets,
      documents,
      notChecked,
      findings: [...this.#findings, ...decided.findings],
      suppressed: [...this.#suppressed, ...decided.suppressed],
      problems: this.#reading.problems(),
      unchecked: [...unchecked, ...this.#unsaid.unchecked(this.#options.baseline), ...this.#rules.unchecked()],
      baseline: this.#options.baseline,
      fixes: this.#fixes,
      excerpts: this.#excerpts,
    });
    if (this.#part !== undefined)
      attachShard(report, this.#part, undecided, { charts, names, baseline: this.#options.baseline });
    return report;
  }
}

/** What covers the line of what is found, of those suppressions that its document has. */
function coversOf(suppressionsOf: (document: Document) => Suppressions | undefined): CoverOfLine {
  return ({ rule, violation: { at } }) =>
    suppressionsOf(at.manifest.document)?.ofLine(rule.id, at.manifest, () => locationOf(at));
}

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

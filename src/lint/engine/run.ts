import { type AskedVersion, formatMinor } from "../../model/kubernetes-version.ts";
import { LatestAnswers } from "../../model/latest-answers.ts";
import type { Release } from "../../model/release.ts";
import type { StatefulSetView } from "../../model/statefulset.ts";
import type { Upgrade } from "../../model/upgrade.ts";
import type { Unchecked } from "../contract/finding.ts";
import { type LintOptions, OptionError } from "../contract/options.ts";
import type { AnyRule } from "../contract/rule.ts";
import { RuleFault } from "../contract/rule-fault.ts";
import type { ChartFacts } from "./chart-facts.ts";
import type { Found } from "./found.ts";
import { GivenUp } from "./given-up.ts";
import type { SuppressionFaults } from "./ignore-use.ts";
import { Inquiry, type Takers } from "./inquiry.ts";
import type { CoverOfLine } from "./listing.ts";
import { lengthOf } from "./partition.ts";
import { Refusals } from "./refusals.ts";
import type { Questions, Scene } from "./rule-context.ts";
import type { Settings } from "./settings.ts";
import type { Suppressions } from "./suppress.ts";

/** The rules of one run, and how they are called. */
export class RuleRun {
  /** The rules that can have findings: on somewhere, and given what they need. */
  readonly ids: ReadonlySet<string>;
  readonly #ofRelease: readonly AnyRule[];
  readonly #ofUpgrade: readonly AnyRule[];
  readonly #ofSuppressions: readonly AnyRule[];
  readonly #all: readonly AnyRule[];
  readonly #settings: Settings;
  readonly #options: LintOptions;
  readonly #questions: Questions;
  readonly #givenUp = new GivenUp();

  constructor(
    rules: readonly AnyRule[],
    settings: Settings,
    versions: readonly AskedVersion[],
    options: LintOptions,
    chart: ChartFacts | undefined,
  ) {
    const active = rules.filter((rule) => settings.isOn(rule) && isPossible(rule, options));
    this.#ofSuppressions = active.filter(({ needs }) => needs === "suppressions");
    this.#ofUpgrade = active.filter(({ subject }) => subject === "Upgrade");
    this.#ofRelease = active.filter(({ subject, needs }) => subject !== "Upgrade" && needs !== "suppressions");
    this.ids = new Set(active.map(({ id }) => id));
    this.#all = rules;
    this.#settings = settings;
    this.#options = options;
    this.#questions = {
      kubernetesVersions: [...new Set(versions.map(({ minor }) => formatMinor(minor)))],
      versions,
      apply: options.apply ?? "client",
      deployer: options.deployer,
      namespace: options.namespace,
      refusals: new Refusals(versions, options.observer),
      chart,
      traces: options.traces,
    };
  }

  /**
   * Tells what is wrong with a release by itself, or as an update of what runs, some sets at a time: what was worked out of
   * them, and their values, is let go once its findings were taken. `failed` learns which rules failed: nothing of them
   * is told to users.
   */
  release(release: Release, running: Release | undefined, failed: Set<AnyRule>, takers: Takers): void {
    this.#check(this.#ofRelease, { release, running }, failed, takers);
  }

  /** The same of an upgrade, some pairs at a time. */
  upgrade(upgrade: Upgrade, failed: Set<AnyRule>, takers: Takers): void {
    const { before: running, after: release } = upgrade;
    let rules = this.#ofUpgrade;
    const isLong = lengthOf(release.documents) > longText;
    for (const portion of upgrade.portions(manyPairs)) {
      const inquiry = new Inquiry(this.#questions, { release, running, upgrade: portion }, [], takers);
      // All of it for who does not look at each pair by itself.
      const whole = new Inquiry(this.#questions, { release, running, upgrade }, [], takers);
      for (const rule of rules) this.#askAll([rule], rule.isPairwise === true ? inquiry : whole, failed);
      const isLast = portion.pairs.at(-1) === upgrade.pairs.at(-1);
      if (isLong || !isLast) {
        release.letGo();
        running.letGo();
        LatestAnswers.letGo();
      }
      takers.tell([...inquiry.found, ...whole.found]);
      rules = rules.filter((rule) => rule.isPairwise === true && !failed.has(rule));
      if (portion === upgrade) continue;
      for (const { before, after } of portion.pairs) {
        before.forget();
        after.forget();
      }
    }
    this.#questions.refusals.locate();
  }

  /** What is wrong with the suppressions themselves, once every finding was seen. */
  late(release: Release, suppressions: Suppressions): readonly Found[] {
    return this.faults(release, suppressions.faults(this.#all));
  }

  /** What is said of these faults of suppressions. */
  faults(release: Release, faults: SuppressionFaults): readonly Found[] {
    const failed = new Set<AnyRule>();
    const found: Found[][] = [];
    const takers: Takers = { coverOf: uncovered, tell: (some) => found.push([...some]) };
    this.#check(this.#ofSuppressions, { release, suppressionFaults: () => faults }, failed, takers);
    return found.flat().filter(({ rule }) => !failed.has(rule));
  }

  /** What rules were not asked to the end. */
  unchecked(): readonly Unchecked[] {
    return [...this.#givenUp.unchecked(), ...this.#questions.refusals.unchecked()];
  }

  #check(rules: readonly AnyRule[], scene: Scene, failed: Set<AnyRule>, takers: Takers): void {
    const { release } = scene;
    const [first = [], ...others] = portionsOf(release.statefulSets);
    const isLong = others.length > 0 || lengthOf(release.documents) > longText;
    const found = this.#askAll(rules, new Inquiry(this.#questions, scene, first, takers), failed);
    // To find places takes room of its own.
    if (isLong) release.letGo();
    takers.tell(found);
    let done = first;
    for (const sets of others) {
      for (const set of done) set.forget();
      done = sets;
      const left = rules.filter((rule) => isOfSets(rule) && !failed.has(rule));
      const found = this.#askAll(left, new Inquiry(this.#questions, scene, sets, takers), failed);
      release.letGo();
      takers.tell(found);
    }
    this.#questions.refusals.locate();
  }

  /** Of a rule that failed, nothing is told: neither here nor of the sets that come after, or came before. */
  #askAll(rules: readonly AnyRule[], inquiry: Inquiry, failed: Set<AnyRule>): readonly Found[] {
    const { observer } = this.#options;
    const { release } = inquiry.scene;
    const hasSets = inquiry.sets.length > 0;
    // Closures made once: there are two hundred rules, and most runs look at one small release.
    let asked: AnyRule | undefined;
    const ask = (): true => {
      if (asked !== undefined) this.#ask(asked, inquiry);
      return true;
    };
    const told = observer === undefined ? ask : () => observer.during("rules", ask, asked?.id);
    for (const rule of rules) {
      if (!hasSets && isOfSets(rule)) continue;
      asked = rule;
      inquiry.next();
      if (this.guarded(rule, told) !== true) {
        inquiry.forget();
        failed.add(rule);
      }
      // A rule may have asked all of the release.
      if (release.derived > 2 * manySets) release.letGo();
    }
    return inquiry.found;
  }

  /** What `run` gives, or undefined where it failed and somebody wants to be told of a fault instead of ended by it. */
  guarded<Result>(rule: AnyRule, run: () => Result): Result | undefined {
    try {
      return run();
    } catch (error) {
      if (error instanceof OptionError) throw error;
      const fault = new RuleFault(rule.id, error);
      if (this.#options.onFault === undefined) throw fault;
      this.#options.onFault(fault);
      return undefined;
    }
  }

  #ask(rule: AnyRule, inquiry: Inquiry): void {
    const { release, upgrade } = inquiry.scene;
    try {
      switch (rule.subject) {
        case "StatefulSet":
        case "Workload":
          this.#askOfSets(rule, inquiry);
          return;
        case "Release":
          inquiry.keep(rule, rule.check(release, inquiry.context(this.#settings.for(rule, undefined).options)));
          return;
        case "Upgrade":
          if (upgrade !== undefined)
            inquiry.keep(rule, rule.check(upgrade, inquiry.context(this.#settings.for(rule, undefined).options)));
      }
    } catch (error) {
      this.#givenUp.note(rule, release, error);
    }
  }

  #askOfSets(rule: RuleOfSets, inquiry: Inquiry): void {
    const everywhere = this.#settings.everywhere(rule);
    const shared = everywhere === undefined ? undefined : inquiry.context(everywhere.options);
    for (const set of inquiry.sets) {
      const { level, options } = everywhere ?? this.#settings.for(rule, set.manifest);
      if (level === "off") continue;
      try {
        inquiry.keep(rule, rule.check(set, shared ?? inquiry.context(options)));
      } catch (error) {
        this.#givenUp.note(rule, inquiry.scene.release, error);
      }
    }
  }
}

/** Nothing suppresses what is said of suppressions. */
const uncovered: CoverOfLine = () => undefined;

/** More sets than a chart updates: so many are asked about at a time. */
const manyPairs = 500;

/** More text than a chart makes, in UTF-16 units. */
const longText = 1 << 20;

/** More sets than a chart has. */
const manySets = 2_000;

/** The sets that all rules are asked of before the next ones are looked at: of thousands, what is known of each is much. */
function portionsOf(sets: readonly StatefulSetView[]): readonly (readonly StatefulSetView[])[] {
  if (sets.length <= manySets) return [sets];
  const count = Math.ceil(sets.length / manySets);
  return Array.from({ length: count }, (_, index) => sets.slice(index * manySets, (index + 1) * manySets));
}

type RuleOfSets = Extract<AnyRule, { subject: "StatefulSet" | "Workload" }>;

/** Whether a rule looks at each StatefulSet by itself. */
function isOfSets(rule: AnyRule): rule is RuleOfSets {
  return rule.subject === "StatefulSet" || rule.subject === "Workload";
}

function isPossible({ needs }: AnyRule, options: LintOptions): boolean {
  if (needs === "chart") return options.chart !== undefined;
  if (needs === "against") return options.against !== undefined;
  if (needs === "live") return options.live === true;
  return true;
}

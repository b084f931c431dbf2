import { type FeatureGates, formatMinor, isGateOn, type Minor } from "../../model/kubernetes-version.ts";
import { found } from "../../model/lookup.ts";
import type { Release } from "../../model/release.ts";
import type { Upgrade } from "../../model/upgrade.ts";
import { isImmutableRefusal } from "../../plan/immutable-fields.ts";
import type { Manifest } from "../../read/document.ts";
import type { Refusal, RuleContext } from "../contract/context.ts";
import { type Ignore, type LintOptions, OptionError } from "../contract/options.ts";
import type { AnyRule, Violation } from "../contract/rule.ts";
import { RuleFault } from "../contract/rule-fault.ts";
import type { ChartFacts } from "./chart-facts.ts";
import { refusalsOf } from "./refusals.ts";
import type { Settings } from "./settings.ts";
import type { Suppressions } from "./suppress.ts";

/** A violation and the rule that yielded it. */
export interface Found {
  readonly rule: AnyRule;
  readonly violation: Violation;
}

/** The rules of one run, and what they are asked. */
export class RuleRun {
  /** The rules that can have findings: on somewhere, and given what they need. */
  readonly ids: ReadonlySet<string>;
  readonly #ofRelease: readonly AnyRule[];
  readonly #ofUpgrade: readonly AnyRule[];
  readonly #ofSuppressions: readonly AnyRule[];
  readonly #known: ReadonlySet<string>;
  /** Entries of the configuration whose expiry was told. */
  readonly #told = new Set<Ignore>();
  readonly #settings: Settings;
  readonly #minors: readonly Minor[];
  readonly #options: LintOptions;
  readonly #questions: Questions;
  /** By options: there are as many as rules, and every subject would else get an equal one of its own. */
  readonly #contexts = new WeakMap<RuleContext["options"], RuleContext>();
  #running: Release | undefined;

  constructor(
    rules: readonly AnyRule[],
    settings: Settings,
    minors: readonly Minor[],
    options: LintOptions,
    chart: ChartFacts | undefined,
  ) {
    const active = rules.filter((rule) => settings.isOn(rule) && isPossible(rule, options));
    this.#ofSuppressions = active.filter(({ needs }) => needs === "suppressions");
    this.#ofUpgrade = active.filter(({ subject }) => subject === "Upgrade");
    this.#ofRelease = active.filter(({ subject, needs }) => subject !== "Upgrade" && needs !== "suppressions");
    this.ids = new Set(active.map(({ id }) => id));
    this.#known = new Set(rules.map(({ id }) => id));
    this.#settings = settings;
    this.#minors = minors;
    this.#options = options;
    this.#questions = {
      kubernetesVersions: minors.map(formatMinor),
      minors,
      featureGates: options.featureGates ?? {},
      apply: options.apply ?? "client",
      deployer: options.deployer,
      refusals: (manifest) => this.#refusals(manifest),
      chart,
    };
  }

  /** What is wrong with a release by itself, or as an update of what runs. */
  release(release: Release, running: Release | undefined): readonly Found[] {
    this.#running = running;
    return withoutTakenOver(this.#check(this.#ofRelease, release, undefined, undefined));
  }

  upgrade(upgrade: Upgrade): readonly Found[] {
    return withoutTakenOver(this.#check(this.#ofUpgrade, upgrade.after, upgrade, undefined));
  }

  /** What is wrong with the suppressions themselves, once every finding was seen. */
  late(release: Release, suppressions: Suppressions): readonly Found[] {
    return this.#check(this.#ofSuppressions, release, undefined, suppressions);
  }

  #check(
    rules: readonly AnyRule[],
    release: Release,
    upgrade: Upgrade | undefined,
    suppressions: Suppressions | undefined,
  ): Found[] {
    const all: Found[] = [];
    for (const rule of rules) {
      const own: Found[] = [];
      const keep = (violations: Iterable<Violation>): void => {
        for (const violation of violations) own.push({ rule, violation });
      };
      const done = this.guarded(rule, () => {
        this.#ask(rule, release, upgrade, suppressions, keep);
        return true;
      });
      if (done === true) for (const found of own) all.push(found);
    }
    return all;
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

  #ask(
    rule: AnyRule,
    release: Release,
    upgrade: Upgrade | undefined,
    suppressions: Suppressions | undefined,
    keep: (violations: Iterable<Violation>) => void,
  ): void {
    switch (rule.subject) {
      case "StatefulSet":
      case "Workload":
        for (const set of release.statefulSets) {
          const { level, options } = this.#settings.for(rule, set.manifest);
          if (level !== "off") keep(rule.check(set, this.#context(options, suppressions)));
        }
        return;
      case "Release":
        keep(rule.check(release, this.#context(this.#settings.for(rule, undefined).options, suppressions)));
        return;
      case "Upgrade":
        if (upgrade === undefined) return;
        keep(rule.check(upgrade, this.#context(this.#settings.for(rule, undefined).options, suppressions)));
    }
  }

  #refusals(manifest: Manifest) {
    const before =
      this.#running === undefined ? undefined : found(this.#running.named(manifest.kind, manifest.name, manifest));
    const refusals = refusalsOf(manifest, before, this.#minors, this.#questions.featureGates);
    return before === undefined || manifest.kind !== "StatefulSet"
      ? refusals
      : refusals.filter((one) => !isImmutableRefusal(one));
  }

  #context(options: RuleContext["options"], suppressions: Suppressions | undefined): RuleContext {
    if (suppressions !== undefined) {
      return new Context(this.#questions, options, () => suppressions.faults(this.#known, this.#told));
    }
    let context = this.#contexts.get(options);
    if (context === undefined) {
      context = new Context(this.#questions, options);
      this.#contexts.set(options, context);
    }
    return context;
  }
}

/** What is answered to every rule alike. */
interface Questions
  extends Pick<RuleContext, "kubernetesVersions" | "featureGates" | "refusals" | "apply" | "deployer"> {
  readonly minors: readonly Minor[];
  readonly chart: ChartFacts | undefined;
}

class Context implements RuleContext {
  readonly options: RuleContext["options"];
  readonly suppressionFaults: RuleContext["suppressionFaults"];
  readonly #questions: Questions;

  constructor(
    questions: Questions,
    options: RuleContext["options"],
    suppressionFaults: RuleContext["suppressionFaults"] = () => [],
  ) {
    this.#questions = questions;
    this.options = options;
    this.suppressionFaults = suppressionFaults;
  }

  get kubernetesVersions(): readonly string[] {
    return this.#questions.kubernetesVersions;
  }

  get apply(): RuleContext["apply"] {
    return this.#questions.apply;
  }

  get deployer(): NonNullable<RuleContext["deployer"]> | undefined {
    return this.#questions.deployer;
  }

  get featureGates(): FeatureGates {
    return this.#questions.featureGates;
  }

  versionsWithout(gate: string): readonly string[] {
    const { minors, featureGates } = this.#questions;
    return minors.filter((minor) => !isGateOn(gate, minor, featureGates)).map(formatMinor);
  }

  refusals(manifest: Manifest): readonly Refusal[] {
    return this.#questions.refusals(manifest);
  }

  updateRefusals(after: Manifest, before: Manifest): readonly Refusal[] {
    return refusalsOf(after, before, this.#questions.minors, this.#questions.featureGates);
  }

  probeLevels(manifest: Manifest): ReturnType<RuleContext["probeLevels"]> {
    return this.#questions.chart?.probeLevels(manifest) ?? [];
  }
}

function isPossible({ needs }: AnyRule, options: LintOptions): boolean {
  if (needs === "chart") return options.chart !== undefined;
  if (needs === "against") return options.against !== undefined;
  if (needs === "live") return options.live === true;
  return true;
}

/** A refusal is reported once: by the rule that explains it, else by `api-refused`. */
function withoutTakenOver(all: readonly Found[]): readonly Found[] {
  const explained = new Map<Manifest, Set<string>>();
  for (const { rule, violation } of all) {
    if (rule.id === "api-refused" || violation.admission === undefined) continue;
    const keys = explained.get(violation.at.manifest) ?? new Set();
    explained.set(violation.at.manifest, keys.add(`${violation.admission.type} ${violation.admission.field}`));
  }
  if (explained.size === 0) return all;
  return all.filter(({ rule, violation: { admission, at } }) => {
    if (rule.id !== "api-refused" || admission === undefined) return true;
    return explained.get(at.manifest)?.has(`${admission.type} ${admission.field}`) !== true;
  });
}

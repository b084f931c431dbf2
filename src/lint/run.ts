import { formatMinor, isGateOn, type Minor } from "../model/kubernetes-version.ts";
import { found } from "../model/lookup.ts";
import type { Release } from "../model/release.ts";
import type { Upgrade } from "../model/upgrade.ts";
import { isImmutableRefusal } from "../plan/immutable-fields.ts";
import type { Manifest } from "../read/document.ts";
import type { ChartFacts } from "./chart-facts.ts";
import type { RuleContext } from "./context.ts";
import { type LintOptions, OptionError } from "./options.ts";
import { refusalsOf } from "./refusals.ts";
import type { AnyRule, Violation } from "./rule.ts";
import type { Settings } from "./settings.ts";
import type { Suppressions } from "./suppress.ts";

/** A fault of ours in one rule: the command line answers with exit status 3. */
export class RuleFault extends Error {
  override readonly name = "RuleFault";
  readonly rule: string;

  constructor(rule: string, cause: unknown) {
    super(`rule ${rule} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.rule = rule;
  }
}

/** A violation and the rule that yielded it. */
export interface Found {
  readonly rule: AnyRule;
  readonly violation: Violation;
}

/** The rules of one run, and what they are asked. */
export class RuleRun {
  /** The rules that can have findings: on somewhere, and given what they need. */
  readonly ids: ReadonlySet<string>;
  readonly #active: readonly AnyRule[];
  readonly #known: ReadonlySet<string>;
  readonly #settings: Settings;
  readonly #minors: readonly Minor[];
  readonly #options: LintOptions;
  readonly #chart: ChartFacts | undefined;
  #running: Release | undefined;

  constructor(
    rules: readonly AnyRule[],
    settings: Settings,
    minors: readonly Minor[],
    options: LintOptions,
    chart: ChartFacts | undefined,
  ) {
    this.#chart = chart;
    this.#active = rules.filter((rule) => settings.isOn(rule) && isPossible(rule, options));
    this.ids = new Set(this.#active.map(({ id }) => id));
    this.#known = new Set(rules.map(({ id }) => id));
    this.#settings = settings;
    this.#minors = minors;
    this.#options = options;
  }

  /** What is wrong with a release by itself, or as an update of what runs. */
  release(release: Release, running: Release | undefined): readonly Found[] {
    this.#running = running;
    const all = this.#active
      .filter(({ subject, needs }) => subject !== "Upgrade" && needs !== "suppressions")
      .flatMap((rule) => this.#check(rule, release, undefined, undefined));
    return withoutTakenOver(all);
  }

  upgrade(upgrade: Upgrade): readonly Found[] {
    const all = this.#active
      .filter(({ subject }) => subject === "Upgrade")
      .flatMap((rule) => this.#check(rule, upgrade.after, upgrade, undefined));
    return withoutTakenOver(all);
  }

  /** What is wrong with the suppressions themselves, once every finding was seen. */
  late(release: Release, suppressions: Suppressions): readonly Found[] {
    return this.#active
      .filter(({ needs }) => needs === "suppressions")
      .flatMap((rule) => this.#check(rule, release, undefined, suppressions));
  }

  #check(
    rule: AnyRule,
    release: Release,
    upgrade: Upgrade | undefined,
    suppressions: Suppressions | undefined,
  ): Found[] {
    try {
      return [...this.#violations(rule, release, upgrade, suppressions)].map((violation) => ({ rule, violation }));
    } catch (error) {
      throw error instanceof OptionError ? error : new RuleFault(rule.id, error);
    }
  }

  *#violations(
    rule: AnyRule,
    release: Release,
    upgrade: Upgrade | undefined,
    suppressions: Suppressions | undefined,
  ): Generator<Violation> {
    switch (rule.subject) {
      case "StatefulSet":
        for (const set of release.statefulSets) {
          if (this.#settings.for(rule, set.manifest).level === "off") continue;
          yield* rule.check(set, this.#context(rule, set.manifest, suppressions));
        }
        return;
      case "Release":
        yield* rule.check(release, this.#context(rule, undefined, suppressions));
        return;
      case "Upgrade":
        if (upgrade !== undefined) yield* rule.check(upgrade, this.#context(rule, undefined, suppressions));
    }
  }

  #refusals(manifest: Manifest) {
    const before =
      this.#running === undefined ? undefined : found(this.#running.named(manifest.kind, manifest.name, manifest));
    const refusals = refusalsOf(manifest, before, this.#minors, this.#options.featureGates);
    return before === undefined || manifest.kind !== "StatefulSet"
      ? refusals
      : refusals.filter((one) => !isImmutableRefusal(one));
  }

  #context(rule: AnyRule, manifest: Manifest | undefined, suppressions: Suppressions | undefined): RuleContext {
    const gates = this.#options.featureGates;
    return {
      kubernetesVersions: this.#minors.map(formatMinor),
      versionsWithout: (gate) => this.#minors.filter((minor) => !isGateOn(gate, minor, gates)).map(formatMinor),
      options: this.#settings.for(rule, manifest).options,
      refusals: (of) => this.#refusals(of),
      updateRefusals: (after, before) => refusalsOf(after, before, this.#minors, gates),
      probeLevels: (of) => this.#chart?.probeLevels(of) ?? [],
      suppressionFaults: () => suppressions?.faults(this.#known) ?? [],
    };
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

import { type AskedVersion, type FeatureGates, formatMinor, isGateOn } from "../../model/kubernetes-version.ts";
import { found } from "../../model/lookup.ts";
import type { Release } from "../../model/release.ts";
import type { Upgrade } from "../../model/upgrade.ts";
import type { Manifest } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";
import type { FixedPart } from "../contract/chart-fix.ts";
import type { ChartTraces } from "../contract/chart-traces.ts";
import type { Refusal, RuleContext } from "../contract/context.ts";
import type { ChartFacts } from "./chart-facts.ts";
import type { Refusals } from "./refusals.ts";

/** What rules are asked about at once. */
export interface Scene {
  readonly release: Release;
  /** What runs now. */
  readonly running?: Release | undefined;
  readonly upgrade?: Upgrade;
  readonly suppressionFaults?: RuleContext["suppressionFaults"];
}

/** What is answered to every rule alike. */
export interface Questions extends Pick<RuleContext, "kubernetesVersions" | "apply" | "deployer" | "namespace"> {
  readonly versions: readonly AskedVersion[];
  readonly refusals: Refusals;
  readonly chart: ChartFacts | undefined;
  readonly traces: ChartTraces | undefined;
}

/** Answers the rules of one run, for one scene and one setting of options. */
export class Context implements RuleContext {
  readonly options: RuleContext["options"];
  readonly #questions: Questions;
  readonly #scene: Scene;

  constructor(questions: Questions, options: RuleContext["options"], scene: Scene) {
    this.#questions = questions;
    this.options = options;
    this.#scene = scene;
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

  get namespace(): string | undefined {
    return this.#questions.namespace;
  }

  gatesOn(version: string): FeatureGates {
    return this.#questions.versions.find(({ minor }) => formatMinor(minor) === version)?.featureGates ?? {};
  }

  versionsWithout(gate: string): readonly string[] {
    const off = this.#questions.versions.filter(({ minor, featureGates }) => !isGateOn(gate, minor, featureGates));
    return [...new Set(off.map(({ minor }) => formatMinor(minor)))];
  }

  refusals(manifest: Manifest): readonly Refusal[] {
    return this.#questions.refusals.standing(manifest, this.running(manifest));
  }

  refusalAt(manifest: Manifest, path: Path): Refusal | undefined {
    return this.#questions.refusals.at(manifest, path, this.running(manifest));
  }

  updateRefusals(after: Manifest, before: Manifest): readonly Refusal[] {
    return this.#questions.refusals.of(after, before);
  }

  running(manifest: Manifest): Manifest | undefined {
    const { running } = this.#scene;
    return running === undefined ? undefined : found(running.named(manifest.kind, manifest.name, manifest));
  }

  suppressionFaults(): ReturnType<RuleContext["suppressionFaults"]> {
    return this.#scene.suppressionFaults?.() ?? [];
  }

  probeLevels(manifest: Manifest): ReturnType<RuleContext["probeLevels"]> {
    return this.#questions.chart?.probeLevels(manifest) ?? [];
  }

  fixedSettings(manifest: Manifest): ReturnType<RuleContext["fixedSettings"]> {
    return this.#questions.chart?.fixedSettings(manifest) ?? [];
  }

  newValues(manifest: Manifest, part: FixedPart): ReturnType<RuleContext["newValues"]> {
    return this.#questions.traces?.newValues(manifest, part);
  }

  randomPaths(manifest: Manifest, under: Path): ReturnType<RuleContext["randomPaths"]> {
    return this.#questions.traces?.randomPaths(manifest, under) ?? [];
  }

  randomCalls(manifest: Manifest, path: Path): ReturnType<RuleContext["randomCalls"]> {
    return this.#questions.traces?.randomCalls(manifest, path) ?? [];
  }

  lookedUp(manifest: Manifest, under: Path): ReturnType<RuleContext["lookedUp"]> {
    return this.#questions.traces?.lookedUp(manifest, under) ?? [];
  }

  unreadValues(manifest: Manifest, isGiven: boolean): ReturnType<RuleContext["unreadValues"]> {
    return this.#questions.traces?.unreadValues(manifest, isGiven) ?? [];
  }

  schemaFaults(manifest: Manifest): ReturnType<RuleContext["schemaFaults"]> {
    return this.#questions.traces?.schemaFaults(manifest) ?? [];
  }

  schemaChoices(manifest: Manifest): ReturnType<RuleContext["schemaChoices"]> {
    return this.#questions.traces?.schemaChoices(manifest) ?? [];
  }

  longName(manifest: Manifest, limit: number): ReturnType<RuleContext["longName"]> {
    return this.#questions.traces?.longName(manifest, limit);
  }

  get templateQuestions(): RuleContext["templateQuestions"] {
    return this.#questions.chart?.templateQuestions();
  }
}

import type { Deployer } from "../model/deployer.ts";
import { type FeatureGates, formatMinor, versionOf } from "../model/kubernetes-version.ts";
import { optional } from "../model/pod.ts";
import { sideOf } from "../model/releases.ts";
import { Upgrade } from "../model/upgrade.ts";
import type { Document, Input } from "../read/document.ts";
import { readManifests } from "../read/index.ts";
import type { Problem } from "../read/problem.ts";
import { oddities, odditiesOf } from "./oddities.ts";
import type { Plan } from "./plan-types.ts";
import { planSet, type SetPlanOptions } from "./set-plan.ts";
import type { ApplyMode } from "./set-update.ts";
import { planVanished } from "./vanished.ts";

export interface PlanOptions {
  /** What runs now: `helm get manifest`, `helm template` of what was installed, `kubectl get … -o yaml`. */
  readonly against?: readonly Input[];
  /** A version such as `1.36`; the newest known unless given. An unknown one throws KubernetesVersionError. */
  readonly kubernetesVersion?: string;
  readonly featureGates?: FeatureGates;
  /** How it will be applied; `client` unless set. */
  readonly apply?: ApplyMode;
  /** Whose commands the ways through speak; from labels and annotations unless set. */
  readonly deployer?: Deployer;
  /** Seconds that `helm upgrade --wait` would wait; 300 unless set. */
  readonly timeoutSeconds?: number;
}

/**
 * What will happen when the input is applied: for each StatefulSet its pods, claims and the steps of the controller,
 * in order. Built on Rollout; never throws on bad text, whose problems it lists.
 */
export function plan(inputs: readonly Input[], options: PlanOptions = {}): Plan {
  const next = readManifests(inputs);
  const old = options.against === undefined ? undefined : readManifests(options.against);
  return planDocuments(next.documents, old?.documents, options, [...next.problems, ...(old?.problems ?? [])]);
}

/** As {@link plan}, of documents that were read already. */
export function planDocuments(
  next: readonly Document[],
  old: readonly Document[] | undefined,
  options: Omit<PlanOptions, "against">,
  problems: readonly Problem[],
): Plan {
  const { minor, featureGates } = versionOf(options.kubernetesVersion, options.featureGates);
  const rollout: SetPlanOptions = {
    kubernetesVersion: formatMinor(minor),
    featureGates,
    ...optional("apply", options.apply),
    ...optional("deployer", options.deployer),
    ...optional("timeoutSeconds", options.timeoutSeconds),
  };
  const upgrade = new Upgrade(sideOf(old ?? []), sideOf(next));
  const running = new Map(upgrade.pairs.map(({ before, after }) => [after, before]));
  return {
    version: 1,
    kubernetesVersion: formatMinor(minor),
    against: old !== undefined,
    statefulSets: upgrade.after.statefulSets.map((view) =>
      planSet(view, running.get(view), upgrade.replacedBy(view), rollout),
    ),
    vanished: upgrade.vanished.map((view) => planVanished(view, upgrade, rollout)),
    notes: old === undefined ? [] : odditiesOf(upgrade).map((oddity) => oddities[oddity]),
    problems,
  };
}

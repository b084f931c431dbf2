/*
 * Which pods a rolling update deletes next. Mirrors the end of updateStatefulSet and
 * updateStatefulSetAfterInvariantEstablished in stateful_set_control.go.
 */
import { scaledValue } from "../model/int-or-string.ts";
import { type FeatureGates, isGateOn, type Minor } from "../model/kubernetes-version.ts";
import type { Pod } from "./cluster.ts";
import type { ControlledSet } from "./controlled-set.ts";
import type { Replica } from "./replica.ts";
import type { Wait } from "./wait.ts";

/** What of the controller depends on Kubernetes' version and feature gates. */
export interface UpdateRules {
  /** Gate MaxUnavailableStatefulSet. */
  readonly maxUnavailable: boolean;
  /** Under Parallel, unavailable pods of an old revision go at once, outside the budget (since 1.37, kubernetes#137666). */
  readonly unavailableFirst: boolean;
  /** Gate StatefulSetRecreateStrategy. */
  readonly recreate: boolean;
}

export function updateRules(minor: Minor, gates: FeatureGates | undefined): UpdateRules {
  return {
    maxUnavailable: isGateOn("MaxUnavailableStatefulSet", minor, gates),
    unavailableFirst: minor >= 37,
    recreate: isGateOn("StatefulSetRecreateStrategy", minor, gates),
  };
}

export interface Targets {
  readonly targets: readonly Pod[];
  readonly wait?: Wait;
}

/** Called when every replica that has to be there was created and scaling down is done. */
export function podsToUpdate(
  set: ControlledSet,
  replicas: readonly Replica[],
  update: number,
  rules: UpdateRules,
): Targets {
  return rules.maxUnavailable
    ? withinBudget(set, replicas, update, rules)
    : oneByOne(set.rollingUpdate?.partition ?? 0, replicas, update);
}

/** The pod of the highest index that is old, unless an updated one above it is not available yet. */
function oneByOne(partition: number, replicas: readonly Replica[], update: number): Targets {
  for (let index = replicas.length - 1; index >= partition; index--) {
    const replica = replicas[index];
    if (replica === undefined) continue;
    if (isOld(replica, update)) return { targets: replica.pod === undefined ? [] : [replica.pod] };
    if (!isAvailable(replica)) return { targets: [], wait: { reason: "not-ready", pod: replica.name } };
  }
  return { targets: [] };
}

function withinBudget(set: ControlledSet, replicas: readonly Replica[], update: number, rules: UpdateRules): Targets {
  const unavailable = replicas.filter((replica) => !isAvailable(replica));
  const old = replicas.slice(set.rollingUpdate?.partition ?? 0).filter((replica) => isOld(replica, update));
  const highestFirst = old.toReversed().flatMap(({ pod }) => (pod === undefined ? [] : [pod]));
  const budget = Math.max(0, maxUnavailable(set) - unavailable.length);
  const exempt = set.burst && rules.unavailableFirst ? highestFirst.filter((pod) => !pod.ready) : [];
  const inBudget = highestFirst.filter((pod) => !exempt.includes(pod)).slice(0, budget);
  const targets = [...exempt, ...inBudget];
  const [first] = unavailable;
  if (targets.length > 0 || first === undefined) return { targets };
  return { targets, wait: { reason: old.length > 0 ? "budget" : "not-ready", pod: first.name } };
}

/** getStatefulSetMaxUnavailable: a percentage of the replicas, rounded down; at least 1, and 1 where it is absent. */
function maxUnavailable({ rollingUpdate, replicas }: ControlledSet): number {
  return Math.max(1, scaledValue(rollingUpdate?.maxUnavailable ?? 1, replicas, "down") ?? 1);
}

function isAvailable({ pod }: Replica): boolean {
  return pod?.ready === true && !pod.terminating;
}

/** Not at the update revision and not on its way out. A pod that was created in this sync has the replica's revision. */
function isOld({ pod, revision }: Replica, update: number): boolean {
  if (pod === undefined) return revision.id !== update;
  return pod.revision !== update && !pod.terminating;
}

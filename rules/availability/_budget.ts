import { scaledValue } from "../../src/model/int-or-string.ts";
import type { Budget } from "../../src/model/neighbours.ts";
import type { Release } from "../../src/model/release.ts";
import type { Selector } from "../../src/model/selector.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Path } from "../../src/read/path.ts";

/** The pods that a budget counts, as far as the input tells. */
export interface Covered {
  readonly statefulSets: readonly StatefulSetView[];
  readonly workloads: readonly Workload[];
  /** How many pods there are when autoscalers keep their minimum, and their maximum; undefined where nobody can tell. */
  readonly fewest?: number;
  readonly most?: number;
}

/** Kinds whose pods come and go: a budget does not wait for them. */
const passing: readonly string[] = ["Job", "CronJob"];
const scaled: readonly string[] = ["StatefulSet", "Deployment", "ReplicaSet", "ReplicationController"];

/** What budgets cover, by the workloads that they select: those that ask alike are given one list. */
const coverings = () => new WeakMap<readonly Workload[], Covered>();

/** The workloads whose pods a budget selects. A budget without a selector selects nothing. */
export function covered(release: Release, { selector, manifest }: Budget): Covered {
  if (selector === undefined) return { statefulSets: [], workloads: [] };
  const workloads = release.workloadsSelectedBy(selector, manifest);
  const known = release.once(coverings);
  const covers = known.get(workloads) ?? coverOf(release, selector, workloads);
  known.set(workloads, covers);
  return covers;
}

function coverOf(release: Release, selector: Selector, workloads: readonly Workload[]): Covered {
  const statefulSets = workloads.flatMap(({ manifest: of }) => release.setOf(of) ?? []);
  const counted = workloads.filter(({ kind }) => !passing.includes(kind));
  if (!counted.every(({ kind }) => scaled.includes(kind))) return { statefulSets, workloads };
  let fewest = 0;
  let most = 0;
  for (const { manifest: of, replicas: written = 1, autoscalers } of counted) {
    const named = release.setOf(of)?.ordinalsNamedBy(selector);
    if (named !== undefined) {
      // It names pods one by one; each of them may be there or not.
      most += named.size;
      fewest += named.size;
      continue;
    }
    const replicas = Math.max(0, written);
    const minima = autoscalers.map(({ minReplicas }) => minReplicas);
    const maxima = autoscalers.map(({ maxReplicas }) => maxReplicas ?? replicas);
    fewest += minima.length === 0 ? replicas : Math.max(...minima);
    most += Math.max(replicas, ...maxima);
  }
  return { statefulSets, workloads, fewest, most };
}

/**
 * How many of `pods` healthy pods may be evicted at once (pkg/controller/disruption/disruption.go getExpectedPodCount):
 * percentages round up, and a budget that says neither allows none. Undefined for a value that is no number or percentage.
 */
export function evictable({ minAvailable, maxUnavailable }: Budget, pods: number): number | undefined {
  if (maxUnavailable !== undefined) {
    const allowed = scaledValue(maxUnavailable, pods, "up");
    return allowed === undefined ? undefined : Math.min(pods, Math.max(0, allowed));
  }
  if (minAvailable === undefined) return 0;
  const needed = scaledValue(minAvailable, pods, "up");
  return needed === undefined ? undefined : Math.max(0, pods - Math.max(0, needed));
}

/** Whether the API server takes the budget at all: it refuses one that sets both fields. */
export function isAccepted({ minAvailable, maxUnavailable }: Budget): boolean {
  return minAvailable === undefined || maxUnavailable === undefined;
}

/** Whether a budget allows no eviction whatever the number of pods. */
export function isTotal({ minAvailable, maxUnavailable }: Budget): boolean {
  if (maxUnavailable !== undefined) return scaledValue(maxUnavailable, 100, "up") === 0;
  return (
    minAvailable === undefined || (typeof minAvailable === "string" && scaledValue(minAvailable, 100, "up") === 100)
  );
}

/** The field that decides, and `minAvailable: 2` for a message. */
export function deciding({ minAvailable, maxUnavailable }: Budget): { readonly path: Path; readonly words: string } {
  if (maxUnavailable !== undefined) {
    return { path: ["spec", "maxUnavailable"], words: `maxUnavailable: ${maxUnavailable}` };
  }
  if (minAvailable !== undefined) return { path: ["spec", "minAvailable"], words: `minAvailable: ${minAvailable}` };
  return { path: ["spec"], words: "neither minAvailable nor maxUnavailable" };
}

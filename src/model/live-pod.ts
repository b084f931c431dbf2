/*
 * What a pod of a cluster tells of itself: its set, revision and readiness, and why it waits.
 */
import type { Manifest } from "../read/document.ts";
import { type Fields, filled, isMapping, labels, list, mapping } from "./fields.ts";
import { groupedBy } from "./grouped.ts";
import { together } from "./namespace.ts";
import { beforeOrdinal } from "./ordinal-names.ts";
import type { StatefulSetView } from "./statefulset.ts";

export interface LivePod {
  readonly manifest: Manifest;
  readonly name: string;
  readonly ordinal: number;
  /** The label controller-revision-hash. */
  readonly revision: string | undefined;
  readonly isReady: boolean;
  readonly isTerminating: boolean;
  /** Why it is not ready, where its status gives a reason: `ImagePullBackOff`, `Unschedulable`. */
  readonly waiting: string | undefined;
  /** What goes with it, in the scheduler's or the kubelet's words. */
  readonly message: string | undefined;
}

/** The pods of a set in an input that a cluster gave, lowest ordinal first. */
export function livePodsOf(set: StatefulSetView): readonly LivePod[] {
  return podsNamedAfter(set)
    .flatMap((manifest) => {
      const ordinal = ordinalOf(set, manifest);
      return ordinal === undefined ? [] : [readLivePod(manifest, ordinal)];
    })
    .sort((one, other) => one.ordinal - other.ordinal);
}

/** The Pods of its name and an ordinal, whoever made them; among those of another release where one is given. */
export function podsNamedAfter(
  set: StatefulSetView,
  among: StatefulSetView["release"] = set.release,
): readonly Manifest[] {
  return among.once(podsByStem).get(set.name) ?? [];
}

function podsByStem(release: StatefulSetView["release"]): ReadonlyMap<string, readonly Manifest[]> {
  return groupedBy(release.ofKind("Pod"), ({ name }) => beforeOrdinal(name));
}

/** The ordinal of a Pod that is called as one of the set's; undefined for any other. */
export function ordinalIn(set: StatefulSetView, pod: Manifest): number | undefined {
  if (!pod.name.startsWith(`${set.name}-`) || !together(pod, set.manifest)) return undefined;
  const digits = pod.name.slice(set.name.length + 1);
  return /^(0|[1-9]\d{0,8})$/.test(digits) ? Number(digits) : undefined;
}

function ordinalOf(set: StatefulSetView, pod: Manifest): number | undefined {
  const owner = list(mapping(pod.value.metadata).ownerReferences).find((one) => mapping(one).controller === true);
  if (owner !== undefined && (mapping(owner).kind !== "StatefulSet" || mapping(owner).name !== set.name))
    return undefined;
  return ordinalIn(set, pod);
}

function readLivePod(manifest: Manifest, ordinal: number): LivePod {
  const metadata = mapping(manifest.value.metadata);
  const status = mapping(manifest.value.status);
  const reason = waitingReason(status);
  return {
    manifest,
    name: manifest.name,
    ordinal,
    revision: labels(metadata.labels).get("controller-revision-hash"),
    isReady: conditionOf(status, "Ready")?.status === "True",
    isTerminating: filled(metadata.deletionTimestamp) !== undefined,
    waiting: reason?.reason,
    message: reason?.message,
  };
}

/** The reason that a container, or the scheduler, gives for not going on. */
function waitingReason(status: Fields): { readonly reason: string; readonly message: string | undefined } | undefined {
  const scheduled = conditionOf(status, "PodScheduled");
  if (scheduled?.status === "False")
    return { reason: filled(scheduled.reason) ?? "Unschedulable", message: filled(scheduled.message) };
  for (const field of ["initContainerStatuses", "containerStatuses"]) {
    for (const item of list(status[field])) {
      const waiting = mapping(mapping(mapping(item).state).waiting);
      const reason = filled(waiting.reason);
      if (reason !== undefined && reason !== "PodInitializing" && reason !== "ContainerCreating")
        return { reason, message: filled(waiting.message) };
    }
  }
  const reason = filled(status.reason);
  return reason === undefined ? undefined : { reason, message: filled(status.message) };
}

function conditionOf(status: Fields, type: string): Fields | undefined {
  return list(status.conditions).find((one): one is Fields => isMapping(one) && one.type === type);
}

/** Reasons with which a pod does not become ready by itself, whatever the controller does. */
const hopeless: ReadonlySet<string> = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "CrashLoopBackOff",
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "Unschedulable",
  "Evicted",
]);

/**
 * The pod that a rollout waits for in vain: under OrderedReady the controller does not replace a pod of another revision
 * that is not ready and will not be (kubernetes/kubernetes#67250). Where a new revision is about to be made, every pod
 * that runs is of another one. Undefined where nothing is stuck, or nobody can tell.
 */
export function stuckPodOf(set: StatefulSetView, { makesRevision = false } = {}): LivePod | undefined {
  const status = mapping(set.manifest.value.status);
  const update = filled(status.updateRevision);
  const current = filled(status.currentRevision);
  if (set.podManagementPolicy !== "OrderedReady" || set.strategy.type === "OnDelete") return undefined;
  return livePodsOf(set).find((pod) => {
    if (pod.isReady || pod.isTerminating || pod.waiting === undefined || !hopeless.has(pod.waiting)) return false;
    const index = pod.ordinal - set.firstOrdinal;
    if (index < 0 || index >= set.replicas) return false;
    if (makesRevision) return index >= set.strategy.partition;
    if (update === undefined || pod.revision === undefined || pod.revision === update) return false;
    // Below the partition a pod of the current revision is where it belongs.
    return !(index < set.strategy.partition && pod.revision === current);
  });
}

import { filled, mapping } from "../model/fields.ts";
import { livePodsOf } from "../model/live-pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import { type ControlledSet, podName, readControlledSet } from "./controlled-set.ts";
import type { Released } from "./plan-types.ts";
import { mostPods } from "./set-shape.ts";
import type { SetUpdate } from "./set-update.ts";

/**
 * The pods that the strategy has held back and that the update lets go, where it makes no revision of its own: those that
 * still run an older template are replaced. Undefined where there is none, or what runs shows that none is behind.
 */
export function releasedBy(running: StatefulSetView, { before, after, revision }: SetUpdate): Released | undefined {
  if (revision.restart || isAtRest(running)) return undefined;
  const [old, next] = [readControlledSet(before), readControlledSet(after)];
  const [was, is] = [heldBelow(old), heldBelow(next)];
  const from = Math.max(old.start, next.start, is);
  const end = Math.min(old.start + old.replicas, next.start + next.replicas, was);
  if (from >= end) return undefined;
  const pods = Array.from({ length: Math.min(end - from, mostPods) }, (_, index) => podName(next.name, from + index));
  return { by: old.strategy === "OnDelete" ? "on-delete" : "partition", pods };
}

/** The ordinal below which pods are held back. */
function heldBelow({ strategy, rollingUpdate, start }: ControlledSet): number {
  return strategy === "OnDelete" ? Number.POSITIVE_INFINITY : start + (rollingUpdate?.partition ?? 0);
}

/** Whether the cluster says of all pods which revision they run: the plan then begins there. */
function isAtRest(running: StatefulSetView): boolean {
  const { currentRevision, updateRevision } = mapping(running.manifest.value.status);
  if (filled(updateRevision) !== undefined && currentRevision === updateRevision) return true;
  return livePodsOf(running).length > 0;
}

/** The same in words. */
export function releasedNote({ by, pods }: Released): string {
  const [first, last] = [pods[0], pods.at(-1)];
  const which = pods.length === 1 ? first : `${first} to ${last}`;
  const held = by === "on-delete" ? "`OnDelete` has left" : "the partition has held back";
  const them = pods.length === 1 ? "it" : "them";
  return `${held} ${which}, and this update lets ${them} go: ${pods.length === 1 ? "where it still runs" : "those that still run"} an older template, which the manifests do not show, ${pods.length === 1 ? "it is" : "are"} replaced now (\`kubectl get pods -L controller-revision-hash\` shows it)`;
}

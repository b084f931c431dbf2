/*
 * Labels that controllers add to their pods, with values that stand in no manifest.
 */

/** A StatefulSet's (stateful_set_utils.go newStatefulSetPod, setPodRevision). */
export const podNameLabel = "statefulset.kubernetes.io/pod-name";
/** Since 1.28: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-index-label */
export const podIndexLabel = "apps.kubernetes.io/pod-index";
export const revisionLabel = "controller-revision-hash";
const setLabels: readonly string[] = [podNameLabel, podIndexLabel, revisionLabel];

const jobLabels = ["job-name", "controller-uid", "batch.kubernetes.io/job-name", "batch.kubernetes.io/controller-uid"];
/** The controllers' own sources: deployment_util.go, daemonset_util.go, job/utils.go; a CronJob's pods are a Job's. */
const ofOthers: ReadonlyMap<string, readonly string[]> = new Map([
  ["Deployment", ["pod-template-hash"]],
  ["DaemonSet", ["controller-revision-hash", "pod-template-generation"]],
  ["Job", jobLabels],
  ["CronJob", jobLabels],
]);

const added: ReadonlySet<string> = new Set([...setLabels, ...[...ofOthers.values()].flat()]);

/** Whether any kind of controller adds a label of that key. */
export function isAddedLabel(key: string): boolean {
  return added.has(key);
}

/** Whether the controller of a kind, other than a StatefulSet's, adds a label of that key, whose value nobody can tell ahead. */
export function isAddedByOther(kind: string, key: string): boolean {
  return ofOthers.get(kind)?.includes(key) === true;
}

import { filled, list, mapping, texts } from "./fields.ts";
import { labelSelector } from "./selector.ts";
import type { Workload } from "./workload.ts";

const hostLabel = "kubernetes.io/hostname";

/** Whether all pods of a workload are kept on one node: by its name, its label, or an affinity to each other. */
export function isOnOneNode(workload: Workload): boolean {
  const { affinity, nodeName, nodeSelector } = workload.pod.spec;
  if (filled(nodeName) !== undefined || filled(mapping(nodeSelector)[hostLabel]) !== undefined) return true;
  const { nodeAffinity, podAffinity } = mapping(affinity);
  return namesOneNode(nodeAffinity) || drawsTogether(podAffinity, workload);
}

const required = "requiredDuringSchedulingIgnoredDuringExecution";

function namesOneNode(affinity: unknown): boolean {
  const terms = list(mapping(mapping(affinity)[required]).nodeSelectorTerms);
  return (
    terms.length === 1 &&
    list(mapping(terms[0]).matchExpressions)
      .map(mapping)
      .some(({ key, operator, values }) => key === hostLabel && operator === "In" && texts(values).length === 1)
  );
}

function drawsTogether(affinity: unknown, workload: Workload): boolean {
  return list(mapping(affinity)[required])
    .map(mapping)
    .some(
      ({ topologyKey, labelSelector: written }) =>
        topologyKey === hostLabel && workload.isSelectedBy(labelSelector(written)),
    );
}

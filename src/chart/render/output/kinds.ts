import { compareBytes } from "../functions/bytes.ts";

/** The order in which helm prints and installs kinds (releaseutil.InstallOrder); others come last, by name. */
const order = [
  "PriorityClass",
  "Namespace",
  "NetworkPolicy",
  "ResourceQuota",
  "LimitRange",
  "PodSecurityPolicy",
  "PodDisruptionBudget",
  "ServiceAccount",
  "Secret",
  "SecretList",
  "ConfigMap",
  "StorageClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "CustomResourceDefinition",
  "ClusterRole",
  "ClusterRoleList",
  "ClusterRoleBinding",
  "ClusterRoleBindingList",
  "Role",
  "RoleList",
  "RoleBinding",
  "RoleBindingList",
  "Service",
  "DaemonSet",
  "Pod",
  "ReplicationController",
  "ReplicaSet",
  "Deployment",
  "HorizontalPodAutoscaler",
  "StatefulSet",
  "Job",
  "CronJob",
  "IngressClass",
  "Ingress",
  "APIService",
];
const webhooks = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];
const ranks = {
  "3": new Map(order.map((kind, rank) => [kind, rank])),
  "4": new Map([...order, ...webhooks].map((kind, rank) => [kind, rank])),
};

/** Orders by kind; those of one kind stay as they are. */
export function sortByKind<T extends { readonly kind: string }>(objects: readonly T[], helm: "3" | "4"): T[] {
  const rank = ranks[helm];
  return [...objects].sort((one, other) => {
    const first = rank.get(one.kind);
    const second = rank.get(other.kind);
    if (first !== undefined && second !== undefined) return first - second;
    if (first !== undefined || second !== undefined) return first === undefined ? 1 : -1;
    return compareBytes(one.kind, other.kind);
  });
}

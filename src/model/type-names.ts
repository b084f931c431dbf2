import type { Header } from "../read/document.ts";
import { nearestWord } from "./nearest.ts";

/**
 * The kinds that Kubernetes itself serves in groups where a chart writes its workloads (k8s.io/api, 1.30 to 1.37).
 * In these groups nobody else can serve a kind, so one that is missing here exists nowhere.
 */
const kindsByGroup: Readonly<Record<string, readonly string[]>> = {
  "": [
    "Binding",
    "ComponentStatus",
    "ConfigMap",
    "Endpoints",
    "Event",
    "LimitRange",
    "List",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Pod",
    "PodTemplate",
    "ReplicationController",
    "ResourceQuota",
    "Secret",
    "Service",
    "ServiceAccount",
  ],
  apps: ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
  batch: ["CronJob", "Job"],
  policy: ["Eviction", "PodDisruptionBudget", "PodSecurityPolicy"],
  autoscaling: ["HorizontalPodAutoscaler", "Scale"],
  extensions: ["DaemonSet", "Deployment", "Ingress", "NetworkPolicy", "PodSecurityPolicy", "ReplicaSet"],
  "networking.k8s.io": ["IPAddress", "Ingress", "IngressClass", "NetworkPolicy", "ServiceCIDR"],
  "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
};
const groups = Object.keys(kindsByGroup);
const allKinds = [...new Set(Object.values(kindsByGroup).flat())];
/** Kinds that are nobody's by another name: what stands in another group of Kubernetes' own is misspelt. */
const workloads: ReadonlySet<string> = new Set([...(kindsByGroup.apps ?? []), ...(kindsByGroup.batch ?? [])]);
/** What clients read from files, and OpenShift once served beside Kubernetes' own kinds. */
const clientKinds: ReadonlySet<string> = new Set(["Config", "Project", "Route", "Template"]);
/** Read on every document, so asked before anything that takes longer. */
const known: ReadonlySet<string> = new Set(allKinds);

/** A type that no API server has, and the one that was meant. */
export interface MisspeltType {
  readonly field: "kind" | "apiVersion";
  readonly meant: string;
}

/** The group of an apiVersion: `apps` of `apps/v1`, `""` of `v1` and of none. */
export function groupOf(apiVersion: string | undefined): string {
  const slash = apiVersion?.indexOf("/") ?? -1;
  return slash < 0 ? "" : (apiVersion?.slice(0, slash) ?? "");
}

/**
 * Whether a group is somebody else's. A custom resource's group must have a dot
 * (apiextensions-apiserver, validation.go: "should be a domain with at least one dot"), and those that end in `k8s.io`
 * are Kubernetes' own.
 */
export function isForeignGroup(group: string): boolean {
  return group.includes(".") && group !== "k8s.io" && !group.endsWith(".k8s.io");
}

/**
 * What was meant by a type that cannot exist: a kind that a group of Kubernetes' own does not have, in other letters or
 * with another letter, or one of its kinds in a group that nobody can serve. Undefined where the type exists or may exist, or where
 * nothing near is known.
 */
export function misspeltType({ apiVersion, kind }: Header): MisspeltType | undefined {
  if (kind === undefined) return undefined;
  const group = groupOf(apiVersion);
  if (isForeignGroup(group)) return undefined;
  const own = Object.hasOwn(kindsByGroup, group) ? kindsByGroup[group] : undefined;
  if (own?.includes(kind) === true || kind.endsWith("List") || clientKinds.has(kind)) return undefined;
  if (own !== undefined && !known.has(kind)) {
    const near = nearestWord(kind, apiVersion === undefined ? allKinds : own);
    const meant = near ?? allKinds.find((name) => name.toLowerCase() === kind.toLowerCase());
    return meant === undefined ? undefined : { field: "kind", meant };
  }
  if (own !== undefined || group.endsWith("k8s.io")) {
    // A version of a StatefulSet that no server serves is a question of versions, not of spelling.
    const elsewhere = workloads.has(kind) && (own === undefined || kind !== "StatefulSet") && apiVersion !== undefined;
    return elsewhere ? inGroupOf(kind, group) : undefined;
  }
  const meant = known.has(kind) ? kind : nearestWord(kind, allKinds);
  return meant === undefined ? undefined : inGroupOf(meant, group);
}

/** The version to write for a kind: in the group nearest to what was written, else in the first that has it. */
function inGroupOf(kind: string, written: string): MisspeltType | undefined {
  const homes = groups.filter((group) => group !== "extensions" && kindsByGroup[group]?.includes(kind));
  const near = nearestWord(written, homes.filter(Boolean));
  const group = near ?? homes[0];
  return group === undefined ? undefined : { field: "apiVersion", meant: versionOf(group) };
}

function versionOf(group: string): string {
  if (group === "") return "v1";
  return group === "autoscaling" ? "autoscaling/v2" : `${group}/v1`;
}

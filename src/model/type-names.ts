import type { Header } from "../read/document.ts";
import { groupOf, isForeignGroup, kindsByGroup } from "./kinds.ts";
import { nearestWord } from "./nearest.ts";

const groups = Object.keys(kindsByGroup);
const allKinds = [...new Set(Object.values(kindsByGroup).flat())];
/** Kinds that are nobody's by another name: what stands in another group of Kubernetes' own is misspelt. */
const workloads: ReadonlySet<string> = new Set([...(kindsByGroup.apps ?? []), ...(kindsByGroup.batch ?? [])]);
/** What clients read from files, and OpenShift once served beside Kubernetes' own kinds. */
const clientKinds: ReadonlySet<string> = new Set(["Config", "Project", "Route", "Template"]);
/** What kubectl takes on its command line, where a manifest has the kind's full name; and a StatefulSet's name before 1.5. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ["sts", "StatefulSet"],
  ["petset", "StatefulSet"],
  ["deploy", "Deployment"],
  ["ds", "DaemonSet"],
  ["rs", "ReplicaSet"],
  ["rc", "ReplicationController"],
  ["po", "Pod"],
  ["svc", "Service"],
  ["ep", "Endpoints"],
  ["cm", "ConfigMap"],
  ["pv", "PersistentVolume"],
  ["pvc", "PersistentVolumeClaim"],
  ["sa", "ServiceAccount"],
  ["ns", "Namespace"],
  ["cj", "CronJob"],
  ["hpa", "HorizontalPodAutoscaler"],
  ["pdb", "PodDisruptionBudget"],
  ["netpol", "NetworkPolicy"],
  ["ing", "Ingress"],
]);
/** Runs on every document, so it comes before anything that takes longer. */
const known: ReadonlySet<string> = new Set(allKinds);

/** The kind that was meant by a name which is its short name, or its own in other letters; undefined where it may be a kind. */
export function meantKind(name: string): string | undefined {
  if (known.has(name)) return undefined;
  const lower = name.toLowerCase();
  return shortNames.get(lower) ?? allKinds.find((kind) => kind.toLowerCase() === lower);
}

/** A type that no API server has, and the one that was meant. */
export interface MisspeltType {
  readonly field: "kind" | "apiVersion";
  readonly meant: string;
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
    const meant =
      shortNames.get(kind.toLowerCase()) ??
      nearestWord(kind, apiVersion === undefined ? allKinds : own) ??
      allKinds.find((name) => name.toLowerCase() === kind.toLowerCase());
    return meant === undefined ? undefined : { field: "kind", meant };
  }
  if (own !== undefined || group.endsWith("k8s.io")) {
    // A version of a StatefulSet that no server serves is a question of versions, not of spelling.
    const elsewhere = workloads.has(kind) && (own === undefined || kind !== "StatefulSet") && apiVersion !== undefined;
    return elsewhere ? inGroupOf(kind, group) : undefined;
  }
  const meant = known.has(kind) ? kind : (meantKind(kind) ?? nearestWord(kind, allKinds));
  if (meant === undefined) return undefined;
  // Files of tools have groups without a dot, too, and kinds of their own: where both names are only near, neither says what was meant.
  const isSure =
    known.has(kind) || meantKind(kind) !== undefined || nearestWord(group, groups.filter(Boolean)) !== undefined;
  return isSure ? inGroupOf(meant, group) : undefined;
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

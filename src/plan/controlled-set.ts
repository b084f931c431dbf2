import { type Fields, filled, integer, isMapping, labels, list, mapping, text } from "../model/fields.ts";
import { type IntOrString, isIntOrString } from "../model/int-or-string.ts";
import { labelSelector, matches, type Selector } from "../model/selector.ts";

export type Retention = "Retain" | "Delete";

/**
 * What the controller reads of a StatefulSet. Fields of the wrong type read as absent, so that reading never fails:
 * refusing them is admission's part.
 */
export interface ControlledSet {
  readonly name: string;
  readonly replicas: number;
  /** `spec.ordinals.start`: the first pod's ordinal. */
  readonly start: number;
  /** `podManagementPolicy: Parallel` (allowsBurst). */
  readonly burst: boolean;
  readonly strategy: "RollingUpdate" | "OnDelete" | "Recreate";
  /** Absent where only `type: RollingUpdate` is written, or another type. */
  readonly rollingUpdate?: { readonly partition: number; readonly maxUnavailable?: IntOrString };
  readonly whenDeleted: Retention;
  readonly whenScaled: Retention;
  /** Names of the claim templates, each once (getPersistentVolumeClaims collapses equal names). */
  readonly claimTemplates: readonly string[];
  readonly selector: Selector;
  readonly template: Fields;
}

/** Whether pods of one set come under another of its name: it takes those whose labels its selector matches. */
export function adopts(before: Pick<ControlledSet, "template">, after: Pick<ControlledSet, "selector">): boolean {
  return matches(after.selector, labels(mapping(before.template.metadata).labels));
}

/** Reads a StatefulSet to which Kubernetes' defaults were applied (model/defaults.ts). */
export function readControlledSet(value: unknown): ControlledSet {
  const spec = mapping(mapping(value).spec);
  const retention = mapping(spec.persistentVolumeClaimRetentionPolicy);
  return {
    name: text(mapping(mapping(value).metadata).name) ?? "",
    replicas: count(spec.replicas),
    start: count(mapping(spec.ordinals).start),
    burst: spec.podManagementPolicy === "Parallel",
    ...readStrategy(mapping(spec.updateStrategy)),
    whenDeleted: retention.whenDeleted === "Delete" ? "Delete" : "Retain",
    whenScaled: retention.whenScaled === "Delete" ? "Delete" : "Retain",
    claimTemplates: claimTemplateNames(spec.volumeClaimTemplates),
    selector: labelSelector(spec.selector),
    template: mapping(spec.template),
  };
}

/** A whole number from 0; a negative one, which admission refuses, reads as 0. */
function count(value: unknown): number {
  return Math.max(0, integer(value) ?? 0);
}

function readStrategy(written: Fields): Pick<ControlledSet, "strategy" | "rollingUpdate"> {
  const type = filled(written.type);
  if (type === "OnDelete" || type === "Recreate") return { strategy: type };
  const block = written.rollingUpdate;
  if (!isMapping(block)) return { strategy: "RollingUpdate" };
  const maxUnavailable = block.maxUnavailable;
  return {
    strategy: "RollingUpdate",
    rollingUpdate: {
      partition: count(block.partition),
      ...(isIntOrString(maxUnavailable) ? { maxUnavailable } : {}),
    },
  };
}

function claimTemplateNames(value: unknown): string[] {
  const names = new Set<string>();
  for (const item of list(value)) if (isMapping(item)) names.add(text(mapping(item.metadata).name) ?? "");
  return [...names];
}

/** The claims that a pod template itself names, by volume. */
export function mountedClaims(template: Fields): Map<string, string> {
  const claims = new Map<string, string>();
  for (const item of list(mapping(template.spec).volumes)) {
    const claim = filled(mapping(mapping(item).persistentVolumeClaim).claimName);
    const name = filled(mapping(item).name);
    if (claim !== undefined && name !== undefined) claims.set(name, claim);
  }
  return claims;
}

/** The last ordinal of the set; below `start` where it has no replicas (getEndOrdinal). */
export function endOrdinal(set: ControlledSet): number {
  return set.start + set.replicas - 1;
}

/** Whether the set means to run a pod of this ordinal (podInOrdinalRange). */
export function inOrdinalRange(set: ControlledSet, ordinal: number): boolean {
  return ordinal >= set.start && ordinal <= endOrdinal(set);
}

/** `<set>-<ordinal>` (getPodName). */
export function podName(set: string, ordinal: number): string {
  return `${set}-${ordinal}`;
}

/** `<claim template>-<set>-<ordinal>` (getPersistentVolumeClaimName). */
export function claimName(template: string, set: string, ordinal: number): string {
  return `${template}-${set}-${ordinal}`;
}

/** The set and the ordinal that a pod's name tells (getParentNameAndOrdinal); undefined for other names. */
export function parentAndOrdinal(pod: string): { readonly parent: string; readonly ordinal: number } | undefined {
  const dash = pod.lastIndexOf("-");
  const digits = pod.slice(dash + 1);
  if (dash < 0 || !/^[0-9]{1,10}$/.test(digits)) return undefined;
  return { parent: pod.slice(0, dash), ordinal: Number(digits) };
}

import type { Manifest } from "../read/document.ts";
import { type Fields, filled, integer, mapping, text, texts } from "./fields.ts";
import { optional } from "./pod.ts";
import { hasSelector, labelSelector, type Selector } from "./selector.ts";

/** A PodDisruptionBudget. In policy/v1 an empty selector selects every pod of the namespace, an absent one none. */
export interface Budget {
  readonly manifest: Manifest;
  readonly name: string;
  readonly selector?: Selector;
  /** As written: a count or a percentage. */
  readonly minAvailable?: number | string;
  readonly maxUnavailable?: number | string;
}

export function readBudget(manifest: Manifest): Budget {
  const spec = mapping(manifest.value.spec);
  const everything = typeof spec.selector === "object" && spec.selector !== null && manifest.apiVersion === "policy/v1";
  return {
    manifest,
    name: manifest.name,
    ...optional("selector", hasSelector(spec) || everything ? labelSelector(spec.selector) : undefined),
    ...optional("minAvailable", count(spec.minAvailable)),
    ...optional("maxUnavailable", count(spec.maxUnavailable)),
  };
}

function count(value: unknown): number | string | undefined {
  return integer(value) ?? text(value);
}

/** What changes a workload's replicas: a HorizontalPodAutoscaler, or KEDA's ScaledObject. */
export interface Autoscaler {
  readonly manifest: Manifest;
  readonly target: { readonly kind: string; readonly name: string };
  /** 1 where unset for an HPA; 0 for a ScaledObject. */
  readonly minReplicas: number;
  /** Absent where it is not written: admission refuses an HPA without it; KEDA takes 100. */
  readonly maxReplicas?: number;
}

export function readAutoscaler(manifest: Manifest): Autoscaler {
  const spec = mapping(manifest.value.spec);
  const target = mapping(spec.scaleTargetRef);
  const keda = manifest.kind === "ScaledObject";
  const maximum = integer(keda ? spec.maxReplicaCount : spec.maxReplicas) ?? (keda ? 100 : undefined);
  return {
    manifest,
    target: { kind: filled(target.kind) ?? (keda ? "Deployment" : ""), name: text(target.name) ?? "" },
    minReplicas: integer(keda ? spec.minReplicaCount : spec.minReplicas) ?? (keda ? 0 : 1),
    ...optional("maxReplicas", maximum),
  };
}

/** A PersistentVolumeClaim, or a claim template of a StatefulSet. */
export interface ClaimSpec {
  readonly accessModes: readonly string[];
  /** `requests.storage` as written. */
  readonly storage?: string | number;
  /** Absent where unset: then the cluster's default class. */
  readonly storageClassName?: string;
  readonly spec: Fields;
}

export function readClaimSpec(value: unknown): ClaimSpec {
  const spec = mapping(value);
  const storage = mapping(mapping(spec.resources).requests).storage;
  return {
    accessModes: texts(spec.accessModes),
    ...optional("storage", typeof storage === "string" || typeof storage === "number" ? storage : undefined),
    ...optional("storageClassName", text(spec.storageClassName)),
    spec,
  };
}

/** Whether several nodes may mount a claim with these modes at once. */
export function sharesAcrossNodes(modes: readonly string[]): boolean {
  return modes.includes("ReadWriteMany") || modes.includes("ReadOnlyMany");
}

/** An entry of a ConfigMap's or Secret's data. */
export interface DataText {
  readonly key: string;
  readonly path: readonly string[];
  readonly text: string;
}

/** The texts of a ConfigMap or Secret by key; a Secret's `data` is decoded, binary content left out. */
export function dataOf(manifest: Manifest): readonly DataText[] {
  const found: DataText[] = [];
  for (const [key, value] of Object.entries(mapping(manifest.value.data))) {
    const content = manifest.kind === "Secret" ? decoded(value) : text(value);
    if (content !== undefined) found.push({ key, path: ["data", key], text: content });
  }
  for (const [key, value] of Object.entries(mapping(manifest.value.stringData))) {
    if (typeof value === "string") found.push({ key, path: ["stringData", key], text: value });
  }
  return found;
}

function decoded(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  try {
    const binary = atob(value.replace(/\s+/g, ""));
    // Of ASCII the bytes are the characters.
    if (!/[\x80-\xff]/.test(binary)) return binary;
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The values of a manifest's `helm.sh/hook` annotation; empty for what is no hook. */
export function hooks(manifest: Manifest): readonly string[] {
  const annotation = filled(mapping(mapping(manifest.value.metadata).annotations)["helm.sh/hook"]);
  return annotation === undefined ? [] : annotation.split(",").map((hook) => hook.trim());
}

/** Whether a hook is there only while its release is deleted, or after: what it disturbs is on its way out as well. */
export function isOfDeletion(manifest: Manifest): boolean {
  const all = hooks(manifest);
  return all.length > 0 && all.every((hook) => hook === "pre-delete" || hook === "post-delete");
}

/** A pod or resource of `helm test`, which stands beside a release only while somebody tests it. */
export function isHelmTest(manifest: Manifest): boolean {
  return hooks(manifest).some((hook) => hook === "test" || hook === "test-success" || hook === "test-failure");
}

import type { Manifest } from "../read/document.ts";
import { integer, isMapping, mapping } from "./fields.ts";
import { kindNamed } from "./kinds.ts";
import { optional, type Pod, readPod } from "./pod.ts";
import { hasSelector, labelSelector, mapSelector, type Selector } from "./selector.ts";

/** Anything that makes pods: a StatefulSet too, seen as one workload among others. */
export interface Workload {
  readonly manifest: Manifest;
  readonly kind: string;
  readonly name: string;
  readonly pod: Pod;
  /** What the controller claims as its own; absent for a Pod and for a Job without a selector of its own. */
  readonly selector?: Selector;
  /** As written; absent where the field is absent or the kind has none. */
  readonly replicas?: number;
}

/** Reads a manifest that makes pods; undefined for any other kind. */
export function readWorkload(manifest: Manifest): Workload | undefined {
  const path = kindNamed(manifest.kind)?.podTemplate;
  if (path === undefined) return undefined;
  let template: unknown = manifest.value;
  for (const key of path) template = isMapping(template) ? template[key] : undefined;
  const spec = mapping(manifest.value.spec);
  const selector = !hasSelector(spec)
    ? undefined
    : manifest.kind === "ReplicationController"
      ? mapSelector(spec.selector)
      : labelSelector(spec.selector);
  return {
    manifest,
    kind: manifest.kind,
    name: manifest.name,
    pod: readPod(template, path),
    ...optional("selector", manifest.kind === "Pod" ? undefined : selector),
    ...optional("replicas", integer(spec.replicas)),
  };
}

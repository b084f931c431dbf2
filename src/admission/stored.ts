import { asText } from "../model/fields.ts";
/*
 * What the API server keeps of a manifest, as a client reads it again.
 * Source: the way of a request through apiserver pkg/endpoints/handlers/create.go, pkg/registry/rest/create.go and
 * update.go, the strategies of pkg/registry, and back through storage.
 */
import { type FeatureGates, versionOf } from "../model/kubernetes-version.ts";
import { childOf, itemsOf, type Mapping } from "../model/pod-defaults.ts";
import { prepareAutoscaler } from "./autoscaler.ts";
import { prepareClaim } from "./claim-object.ts";
import { type Decoded, decode } from "./decode.ts";
import { DecodeError } from "./decode-error.ts";
import { dropDisabledPodFields } from "./disabled-fields.ts";
import { encode } from "./encode.ts";
import { FieldReview } from "./field-review.ts";
import type { PodSpec } from "./kubernetes.generated.ts";
import { type StorageForm, storageFormOf } from "./old-versions.ts";
import { mergeSecretTexts } from "./secret-storage.ts";
import { prepareService } from "./service.ts";
import { allocateService } from "./service-storage.ts";
import { prepareStatefulSet } from "./statefulset.ts";
import { applyAllDefaults, partOf } from "./workload-defaults.ts";

/** For which server, and what is stored there already. */
export interface StoredOptions {
  /** A version such as `1.36`; the newest known unless set. */
  readonly kubernetesVersion?: string;
  /** Gates that differ from the version's defaults. */
  readonly featureGates?: FeatureGates;
  /** What is stored before: the manifest is an update of it. Absent: a create. */
  readonly old?: object;
}

/**
 * What the API server keeps of a manifest: in the version that clients get, without unknown fields and those of closed
 * gates, with defaults, amounts in canonical form. Without status, without what the server sets in metadata, and without
 * what it allocates. Of a kind that is not known here all but those is kept as it is. The manifest stays as it is.
 * Throws DecodeError where the object cannot be decoded, KubernetesVersionError for an unknown version.
 * For an object that the server refuses the answer means nothing.
 */
export function stored(manifest: object, options: StoredOptions = {}): object {
  const { minor, featureGates } = versionOf(options.kubernetesVersion, options.featureGates);
  const review = new FieldReview(minor, featureGates);
  const form = storageFormOf(manifest as Mapping);
  if (form === undefined) return withoutServerFields(structuredClone(manifest) as Decoded);
  const { object, definition } = memoryForm(manifest, form, review);
  const oldForm = options.old === undefined ? undefined : storageFormOf(options.old as Mapping);
  // What is stored was prepared when it was written, perhaps under other gates.
  const old = oldForm && options.old && memoryForm(options.old, oldForm, review).object;
  prepare(object, definition, review, old);
  applyAllDefaults(object, review);
  const result = encode(object, definition, minor);
  if (definition === "StatefulSet")
    for (const claim of itemsOf(childOf(result, "spec"), "volumeClaimTemplates")) {
      claim.apiVersion = "v1";
      claim.kind = "PersistentVolumeClaim";
    }
  return withoutServerFields(result);
}

/** The object as the server holds it in memory: in the current version, with defaults. */
function memoryForm(manifest: object, form: StorageForm, review: FieldReview): { object: Decoded; definition: string } {
  const object = decoded(manifest, form, review);
  let { definition } = form;
  if (form.convert !== undefined || object.apiVersion !== form.apiVersion) {
    form.convert?.(object, manifest as Mapping);
    object.apiVersion = form.apiVersion;
    const current = storageFormOf(object);
    definition = current?.definition ?? definition;
    // What a conversion made of texts is decoded as everything else.
    if (definition !== form.definition && current !== undefined)
      Object.assign(object, decoded(object, current, review));
  }
  applyAllDefaults(object, review);
  return { object, definition };
}

function decoded(manifest: object, form: StorageForm, review: FieldReview): Decoded {
  const { object, error } = decode(manifest, form.definition, review.minor);
  if (error !== undefined) throw new DecodeError(error.message);
  return object;
}

/** PrepareForCreate and PrepareForUpdate. */
function prepare(object: Decoded, definition: string, review: FieldReview, old: Decoded | undefined): void {
  switch (definition) {
    case "StatefulSet":
      prepareStatefulSet(review, object, old);
      break;
    case "Service":
      prepareService(review, object);
      allocateService(object, old);
      break;
    case "PersistentVolumeClaim":
      prepareClaim(review, object, old);
      break;
    case "HorizontalPodAutoscaler":
      prepareAutoscaler(review, object, old);
      break;
    case "Secret":
      mergeSecretTexts(object);
      break;
    case "DaemonSet":
      countTemplates(object, old);
      dropFromTemplate(object, review, old);
      break;
    case "Deployment":
    case "ReplicaSet":
      dropFromTemplate(object, review, old);
  }
}

function dropFromTemplate(workload: Decoded, review: FieldReview, old: Decoded | undefined): void {
  const spec = podSpecOf(workload);
  if (spec !== undefined) dropDisabledPodFields(review, spec, podSpecOf(old));
}

const generation = "deprecated.daemonset.template.generation";

/** A number that old versions of DaemonSets had as a field lives on as an annotation. */
function countTemplates(daemonSet: Decoded, old: Decoded | undefined): void {
  const given = childOf(childOf(old ?? daemonSet, "metadata") ?? {}, "annotations")?.[generation];
  const annotations = partOf(partOf(daemonSet, "metadata"), "annotations");
  annotations[generation] = String(Math.max(1, Number(asText(given ?? 1)) || 1));
}

function podSpecOf(workload: Decoded | undefined): PodSpec | undefined {
  const template = childOf(childOf(workload ?? {}, "spec") ?? {}, "template");
  return template && (childOf(template, "spec") as PodSpec | undefined);
}

/** What the server alone sets in an object's metadata. */
export const setByServer: ReadonlySet<string> = new Set([
  "uid",
  "resourceVersion",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "generation",
  "managedFields",
  "selfLink",
]);

function withoutServerFields({ status: _status, ...object }: Decoded): Decoded {
  const metadata = childOf(object, "metadata");
  if (metadata === undefined) return object;
  return { ...object, metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !setByServer.has(key))) };
}

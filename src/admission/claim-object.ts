/*
 * A PersistentVolumeClaim as an object of its own.
 * Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaim, …Update),
 * pkg/api/persistentvolumeclaim/util.go.
 */
import { dnsSubdomainComplaints } from "../model/names.ts";
import { Quantity } from "../model/quantity.ts";
import { checkClaimSpec } from "./claim.ts";
import { isEqual } from "./equality.ts";
import { FieldReview } from "./field-review.ts";
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from "./kubernetes.generated.ts";
import { checkLabelSelector } from "./labels.ts";
import { checkMetadata, checkMetadataUpdate } from "./metadata.ts";
import { letPass, selectorTolerances } from "./tolerated.ts";

const storageClassAnnotation = "volume.beta.kubernetes.io/storage-class";

/** ValidatePersistentVolumeClaim. */
export function checkClaim(review: FieldReview, claim: PersistentVolumeClaim): void {
  checkMetadata(review, claim.metadata ?? {}, dnsSubdomainComplaints);
  checkClaimSpec(review, "spec", claim.spec ?? {});
}

/**
 * PrepareForCreate and PrepareForUpdate: data sources are completed, fields of closed gates dropped unless the stored
 * claim has them. Changes the given object, keeps its status.
 */
export function prepareClaim(review: FieldReview, claim: PersistentVolumeClaim, old?: PersistentVolumeClaim): void {
  const { spec } = claim;
  if (spec === undefined) return;
  if (!review.isOn("VolumeAttributesClass") && old?.spec?.volumeAttributesClassName === undefined)
    delete spec.volumeAttributesClassName;
  if (!review.isOn("CrossNamespaceVolumeDataSource") && (spec.dataSourceRef?.namespace ?? "") !== "")
    delete spec.dataSourceRef;
  const { dataSource, dataSourceRef } = spec;
  if (dataSourceRef === undefined && dataSource !== undefined) {
    const { apiGroup = "", kind } = dataSource;
    const isKnown =
      (kind === "PersistentVolumeClaim" && apiGroup === "") ||
      (kind === "VolumeSnapshot" && apiGroup === "snapshot.storage.k8s.io");
    if (isKnown) spec.dataSourceRef = { ...dataSource };
    else delete spec.dataSource;
  } else if (dataSourceRef !== undefined && dataSource === undefined && (dataSourceRef.namespace ?? "") === "") {
    const { namespace: _namespace, ...source } = dataSourceRef;
    spec.dataSource = source;
  }
}

/** ValidatePersistentVolumeClaimUpdate. */
export function checkClaimUpdate(review: FieldReview, claim: PersistentVolumeClaim, old: PersistentVolumeClaim): void {
  checkMetadataUpdate(review, claim.metadata ?? {}, old.metadata ?? {});
  checkMetadata(review, claim.metadata ?? {}, dnsSubdomainComplaints);
  const spec = claim.spec ?? {};
  const oldSpec = old.spec ?? {};
  checkClaimSpec(review, "spec", spec, { anyApiGroup: namesApiGroup(oldSpec) });
  const before = new FieldReview(review.minor, review.featureGates);
  checkLabelSelector(before, "spec.selector", oldSpec.selector);
  letPass(review, before.errors, selectorTolerances);
  checkStorageClassAnnotation(review, claim, old);
  if (!isEqual(comparable(claim, old), oldSpec))
    review.forbidden(
      "spec",
      "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims",
    );
  checkSize(review, spec, old);
  if (!isEqual(spec.volumeMode, oldSpec.volumeMode, "volumeMode"))
    review.invalid("volumeMode", spec.volumeMode, "field is immutable");
  checkAttributesClass(review, spec, old);
}

/** allowInvalidAPIGroupInDataSourceOrRef: where there was one before, any may be named. */
function namesApiGroup({ dataSource, dataSourceRef }: PersistentVolumeClaimSpec): boolean {
  return dataSource?.apiGroup !== undefined || dataSourceRef?.apiGroup !== undefined;
}

/** A class can be exchanged for another, and taken away at most while it is not in effect: since 1.34. */
function checkAttributesClass(review: FieldReview, spec: PersistentVolumeClaimSpec, old: PersistentVolumeClaim): void {
  const [was, is] = [old.spec?.volumeAttributesClassName, spec.volumeAttributesClassName];
  if (was === is) return;
  const field = "spec.volumeAttributesClassName";
  if (!review.isOn("VolumeAttributesClass"))
    review.forbidden(field, "update is forbidden when the VolumeAttributesClass feature gate is disabled");
  else if (was !== undefined && (is ?? "") === "") {
    const isInEffect = old.status?.currentVolumeAttributesClassName !== undefined;
    const to = is === undefined ? "nil" : review.minor < 34 ? "an empty string" : "empty string";
    if (review.minor < 34) review.forbidden(field, `update from non-nil value to ${to} is forbidden`);
    else if (isInEffect)
      review.forbidden(field, `update to ${to} is forbidden when status.currentVolumeAttributesClassName is not nil`);
  }
}

/** The new spec with what may change set back to the old. */
function comparable(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): PersistentVolumeClaimSpec {
  const result: PersistentVolumeClaimSpec = { ...claim.spec };
  const oldSpec = old.spec ?? {};
  if ((oldSpec.volumeName ?? "") === "") delete result.volumeName;
  if (oldSpec.storageClassName === undefined) delete result.storageClassName;
  if (old.status?.phase === "Bound") {
    const storage = oldSpec.resources?.requests?.storage;
    if (storage !== undefined)
      result.resources = { ...result.resources, requests: { ...result.resources?.requests, storage } };
    delete result.volumeAttributesClassName;
    if (oldSpec.volumeAttributesClassName !== undefined)
      result.volumeAttributesClassName = oldSpec.volumeAttributesClassName;
  }
  return result;
}

function checkStorageClassAnnotation(
  review: FieldReview,
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
): void {
  const before = old.metadata?.annotations?.[storageClassAnnotation];
  const after = claim.metadata?.annotations?.[storageClassAnnotation];
  const name = claim.spec?.storageClassName;
  const moves = before !== undefined && old.spec?.storageClassName === undefined && name === before;
  if (moves && (after === undefined || after === before)) return;
  if ((before ?? "") !== (after ?? ""))
    review.invalid(`metadata.annotations.${storageClassAnnotation}`, after ?? "", "field is immutable");
}

/** A claim never shrinks, but back from an expansion that failed (RecoverVolumeExpansionFailure). */
function checkSize(review: FieldReview, spec: PersistentVolumeClaimSpec, old: PersistentVolumeClaim): void {
  const nothing = new Quantity(0n);
  const size = spec.resources?.requests?.storage ?? nothing;
  const before = old.spec?.resources?.requests?.storage ?? nothing;
  if (size.compare(before) >= 0) return;
  const field = "spec.resources.requests.storage";
  if (!review.isOn("RecoverVolumeExpansionFailure"))
    review.forbidden(field, "field can not be less than previous value");
  else if (size.compare(old.status?.capacity?.storage ?? nothing) <= 0)
    review.forbidden(field, "field can not be less than status.capacity");
}

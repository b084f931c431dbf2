/*
 * An object's own metadata.
 * Source: apimachinery pkg/api/validation/objectmeta.go, pkg/apis/meta/v1/validation/validation.go;
 * pkg/apis/core/validation/validation.go (validateKubeFinalizerName).
 */
import { labelKeyComplaints } from "../model/label-syntax.ts";
import {
  byteLength,
  type Complaints,
  dnsLabelComplaints,
  maskedTrailingDash,
  pathSegmentComplaints,
} from "../model/names.ts";
import { type FieldReview, quoted } from "./field-review.ts";
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from "./kubernetes.generated.ts";
import { checkAnnotations, checkLabels } from "./labels.ts";

/** What a kind demands of its name. */
export type NameRule = (name: string) => Complaints;

/**
 * ValidateObjectMeta. An absent namespace is the one that the request names, so it is no error here. Finalizers
 * without a domain are looked at only by kinds of the core (`withFinalizers`).
 */
export function checkMetadata(
  review: FieldReview,
  metadata: ObjectMeta,
  nameRule: NameRule,
  withFinalizers = true,
): void {
  checkCommonMetadata(review, metadata, nameRule);
  if (withFinalizers) checkKubeFinalizers(review, metadata.finalizers ?? []);
}

/** ValidateObjectMetaAccessor. */
function checkCommonMetadata(review: FieldReview, metadata: ObjectMeta, nameRule: NameRule): void {
  const { generateName = "", name = "", namespace = "" } = metadata;
  if (generateName !== "")
    review.complain("metadata.generateName", generateName, nameRule(maskedTrailingDash(generateName)));
  if (name !== "") review.complain("metadata.name", name, nameRule(name));
  else if (generateName === "") review.required("metadata.name", "name or generateName is required");
  if (namespace !== "") review.complain("metadata.namespace", namespace, dnsLabelComplaints(namespace));
  checkLabels(review, "metadata.labels", metadata.labels);
  checkAnnotations(review, "metadata.annotations", metadata.annotations);
  checkOwners(review, metadata.ownerReferences ?? []);
  checkFinalizers(review, metadata.finalizers ?? []);
  metadata.managedFields?.forEach((entry, i) => {
    checkManagedFields(review, `metadata.managedFields[${i}]`, entry);
  });
}

/** validateOwnerReference. Up to 1.36 what is missing is invalid, and placed at the list (from 1.34 in newer words). */
function checkOwner(review: FieldReview, at: string, owner: OwnerReference): void {
  const { apiVersion = "", kind = "" } = owner;
  const isDeclared = review.minor >= 37;
  const hasVersion = /^(?:[^/]*\/)?[^/]+$/.test(apiVersion);
  if (!isDeclared && !hasVersion) review.invalid(`${at}.apiVersion`, apiVersion, "version must not be empty");
  else if (apiVersion === "") review.required(`${at}.apiVersion`, "must not be empty");
  else if (!hasVersion) review.invalid(`${at}.apiVersion`, apiVersion, "must be <group>/<version> or <version>");
  for (const key of ["kind", "name", "uid"] as const) {
    if ((owner[key] ?? "") !== "") continue;
    if (isDeclared) review.required(`${at}.${key}`, "must not be empty");
    else review.invalid(`${at}.${key}`, "", `${review.minor >= 34 ? "" : `${key} `}must not be empty`);
  }
  if (apiVersion === "v1" && kind === "Event")
    review.invalid(at, owner, "/v1, Kind=Event is disallowed from being an owner");
}

/** ValidateOwnerReferences. */
function checkOwners(review: FieldReview, owners: readonly OwnerReference[]): void {
  const at = "metadata.ownerReferences";
  let controller: string | undefined;
  owners.forEach((owner, i) => {
    checkOwner(review, review.minor >= 37 ? `${at}[${i}]` : at, owner);
    if (owner.controller !== true) return;
    const current = `${owner.kind ?? ""}/${owner.name ?? ""}`;
    if (controller === undefined) controller = current;
    else
      review.invalid(
        at,
        owners,
        `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${current}`,
      );
  });
}

const standardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"];

/** ValidateFinalizers. */
function checkFinalizers(review: FieldReview, finalizers: readonly string[]): void {
  for (const finalizer of finalizers)
    review.complain("metadata.finalizers", finalizer, labelKeyComplaints(finalizer, review.minor));
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion"))
    review.invalid("metadata.finalizers", finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
}

/** validateKubeFinalizerName. */
function checkKubeFinalizers(review: FieldReview, finalizers: readonly string[]): void {
  finalizers.forEach((finalizer, i) => {
    if (!finalizer.includes("/") && !standardFinalizers.includes(finalizer))
      review.invalid(
        `metadata.finalizers[${i}]`,
        finalizer,
        "name is neither a standard finalizer name nor is it fully qualified",
      );
  });
}

/** ValidateManagedFields. */
function checkManagedFields(review: FieldReview, at: string, entry: ManagedFieldsEntry): void {
  const { operation = "", fieldsType = "", manager = "", subresource = "" } = entry;
  if (review.minor >= 37 && operation === "") review.required(`${at}.operation`, "must not be empty");
  else if (review.minor >= 37) review.oneOf(`${at}.operation`, operation, ["Apply", "Update"]);
  else if (operation !== "Apply" && operation !== "Update")
    review.invalid(`${at}.operation`, operation, "must be `Apply` or `Update`");
  if (fieldsType !== "" && fieldsType !== "FieldsV1")
    review.invalid(`${at}.fieldsType`, fieldsType, "must be `FieldsV1`");
  if (byteLength(manager) > 128) review.tooLong(`${at}.manager`, 128);
  if (byteLength(subresource) > 256) review.tooLong(`${at}.subresource`, 256);
}

/**
 * ValidateObjectMetaUpdate, and what the server looks at on every update (validateCommonFields). The server fills in
 * the uid and the resource version that an applied manifest leaves out, and an object of another namespace is another
 * object: so neither is compared where it is absent. `withFinalizers` as in `checkMetadata`.
 */
export function checkMetadataUpdate(
  review: FieldReview,
  metadata: ObjectMeta,
  old: ObjectMeta,
  withFinalizers = true,
): void {
  checkCommonMetadata(review, metadata, pathSegmentComplaints);
  if (old.deletionTimestamp !== undefined) {
    const added = (metadata.finalizers ?? []).filter((finalizer) => !old.finalizers?.includes(finalizer)).sort();
    if (added.length > 0)
      review.forbidden(
        "metadata.finalizers",
        `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(quoted).join(", ")}}`,
      );
  }
  if ((metadata.name ?? "") !== (old.name ?? ""))
    review.invalid("metadata.name", metadata.name ?? "", "field is immutable");
  if (metadata.uid !== undefined && old.uid !== undefined && metadata.uid !== old.uid)
    review.invalid("metadata.uid", metadata.uid, "field is immutable");
  if (withFinalizers) checkKubeFinalizers(review, metadata.finalizers ?? []);
}

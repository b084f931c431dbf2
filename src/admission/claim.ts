/*
 * Claims: on their own, as a StatefulSet's claim templates, as ephemeral volumes.
 * Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaimSpec …).
 */
import { dnsLabelComplaints, dnsSubdomainComplaints } from "../model/names.ts";
import type { FieldReview } from "./field-review.ts";
import type {
  ObjectMeta,
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimTemplate,
  TypedObjectReference,
} from "./kubernetes.generated.ts";
import { checkAnnotations, checkLabelSelector, checkLabels } from "./labels.ts";
import { checkAmount } from "./resources.ts";

const accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

/** ValidatePersistentVolumeClaimTemplate: the claim of an ephemeral volume. */
export function checkClaimTemplate(review: FieldReview, at: string, template: PersistentVolumeClaimTemplate): void {
  const metadata: ObjectMeta = template.metadata ?? {};
  checkAnnotations(review, `${at}.metadata.annotations`, metadata.annotations);
  checkLabels(review, `${at}.metadata.labels`, metadata.labels);
  for (const key of Object.keys(metadata)) {
    const value = new Map<string, unknown>(Object.entries(metadata)).get(key);
    if (key === "annotations" || key === "labels" || value === "" || value === 0) continue;
    review.forbidden(`${at}.metadata.${key === "uid" ? "uID" : key}`, "cannot be set");
  }
  checkClaimSpec(review, `${at}.spec`, template.spec ?? {});
}

/** ValidatePersistentVolumeClaimSpec; `anyApiGroup` as AllowInvalidAPIGroupInDataSourceOrRef. */
export function checkClaimSpec(
  review: FieldReview,
  at: string,
  spec: PersistentVolumeClaimSpec,
  { anyApiGroup = false }: { readonly anyApiGroup?: boolean } = {},
): void {
  const { storageClassName = "", volumeMode, dataSource, dataSourceRef, volumeAttributesClassName = "" } = spec;
  checkAccessModes(review, `${at}.accessModes`, spec.accessModes ?? []);
  checkLabelSelector(review, `${at}.selector`, spec.selector);
  const storage = spec.resources?.requests?.storage;
  const field = `${at}.resources[storage]`;
  if (storage === undefined) review.required(field);
  else if (storage.sign <= 0) review.invalid(field, storage.toString(), "must be greater than zero");
  else checkAmount(review, field, "storage", storage);
  if (storageClassName !== "")
    review.complain(`${at}.storageClassName`, storageClassName, dnsSubdomainComplaints(storageClassName));
  if (volumeMode !== undefined && volumeMode !== "Block" && volumeMode !== "Filesystem")
    review.notSupported(`${at}.volumeMode`, volumeMode, ["Block", "Filesystem"]);
  if (dataSource !== undefined) checkDataSource(review, `${at}.dataSource`, dataSource, anyApiGroup);
  if (dataSourceRef !== undefined) {
    checkDataSource(review, `${at}.dataSourceRef`, dataSourceRef, anyApiGroup);
    const { namespace = "" } = dataSourceRef;
    if (namespace !== "") review.complain(`${at}.dataSourceRef.namespace`, namespace, dnsLabelComplaints(namespace));
  }
  if (dataSource !== undefined && dataSourceRef !== undefined) {
    if ((dataSourceRef.namespace ?? "") !== "")
      review.invalid(at, {}, "may not be specified when dataSourceRef.namespace is specified");
    else if (
      dataSource.apiGroup !== dataSourceRef.apiGroup ||
      (dataSource.kind ?? "") !== (dataSourceRef.kind ?? "") ||
      (dataSource.name ?? "") !== (dataSourceRef.name ?? "")
    )
      review.invalid(at, {}, "must match dataSourceRef");
  }
  if (volumeAttributesClassName !== "" && review.isOn("VolumeAttributesClass"))
    review.complain(
      `${at}.volumeAttributesClassName`,
      volumeAttributesClassName,
      dnsSubdomainComplaints(volumeAttributesClassName),
    );
}

function checkAccessModes(review: FieldReview, at: string, modes: readonly string[]): void {
  if (modes.length === 0) review.required(at, "at least 1 access mode is required");
  for (const mode of modes) if (!accessModes.includes(mode)) review.notSupported(at, mode, accessModes);
  const others = modes.some((mode) => mode !== "ReadWriteOncePod" && accessModes.includes(mode));
  if (others && modes.includes("ReadWriteOncePod"))
    review.forbidden(at, "may not use ReadWriteOncePod with other access modes");
}

/** validateDataSource and validateDataSourceRef. */
function checkDataSource(review: FieldReview, at: string, source: TypedObjectReference, anyApiGroup: boolean): void {
  const { name = "", kind = "", apiGroup = "" } = source;
  if (name === "") review.required(`${at}.name`);
  if (kind === "") review.required(`${at}.kind`);
  if (apiGroup === "") {
    if (kind !== "PersistentVolumeClaim")
      review.invalid(at, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
  } else if (!anyApiGroup) review.complain(`${at}.apiGroup`, apiGroup, dnsSubdomainComplaints(apiGroup));
}

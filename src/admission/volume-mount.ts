/*
 * Where a container sees its volumes.
 * Source: pkg/apis/core/validation/validation.go (ValidateVolumeMounts, ValidateVolumeDevices).
 */
import type { FieldReview } from "./field-review.ts";
import { checkDescendingPath } from "./file-path.ts";
import type { Container, VolumeMount } from "./kubernetes.generated.ts";
import type { KnownVolumes } from "./volume.ts";

/** ValidateVolumeMounts. A sub path is named as one of the whole list: so does the server. */
export function checkMounts(review: FieldReview, at: string, container: Container, volumes: KnownVolumes): void {
  const devices = new Map((container.volumeDevices ?? []).map(({ name = "", devicePath = "" }) => [name, devicePath]));
  const devicePaths = new Set(devices.values());
  const paths = new Set<string>();
  container.volumeMounts?.forEach((mount, i) => {
    const field = `${at}[${i}]`;
    const { name = "", mountPath = "", subPath = "", subPathExpr = "" } = mount;
    if (name === "") review.required(`${field}.name`);
    if (!volumes.has(name)) review.notFound(`${field}.name`, name);
    if (mountPath === "") review.required(`${field}.mountPath`);
    if (paths.has(mountPath)) review.invalid(`${field}.mountPath`, mountPath, "must be unique");
    paths.add(mountPath);
    if (devices.has(name)) review.invalid(`${field}.name`, name, "must not already exist in volumeDevices");
    if (devicePaths.has(mountPath))
      review.invalid(`${field}.mountPath`, mountPath, "must not already exist as a path in volumeDevices");
    if (subPath !== "") checkDescendingPath(review, `${at}.subPath`, subPath);
    if (subPathExpr !== "") {
      if (subPath !== "")
        review.invalid(`${field}.subPathExpr`, subPathExpr, "subPathExpr and subPath are mutually exclusive");
      checkDescendingPath(review, `${at}.subPathExpr`, subPathExpr);
    }
    checkPropagation(review, `${at}.mountPropagation`, mount, container);
    checkRecursiveReadOnly(review, `${at}.recursiveReadOnly`, mount);
  });
}

const propagations = ["Bidirectional", "HostToContainer", "None"];

/** validateMountPropagation. */
function checkPropagation(review: FieldReview, at: string, mount: VolumeMount, container: Container): void {
  const propagation = mount.mountPropagation;
  if (propagation === undefined) return;
  if (!propagations.includes(propagation)) review.notSupported(at, propagation, propagations);
  if (propagation === "Bidirectional" && container.securityContext?.privileged !== true)
    review.forbidden(at, "Bidirectional mount propagation is available only to privileged containers");
}

/** validateMountRecursiveReadOnly. */
function checkRecursiveReadOnly(review: FieldReview, at: string, mount: VolumeMount): void {
  const mode = mount.recursiveReadOnly;
  if (mode === undefined || mode === "Disabled") return;
  if (mode !== "Enabled" && mode !== "IfPossible") {
    review.notSupported(at, mode, ["Disabled", "Enabled", "IfPossible"]);
    return;
  }
  if (mount.readOnly !== true) review.forbidden(at, "may only be specified when readOnly is true");
  if (mount.mountPropagation !== undefined && mount.mountPropagation !== "None")
    review.forbidden(at, "may only be specified when mountPropagation is None or not specified");
}

/** ValidateVolumeDevices. */
export function checkDevices(review: FieldReview, at: string, container: Container, volumes: KnownVolumes): void {
  // Of mounts of one name the server knows the last alone.
  const mounts = new Map((container.volumeMounts ?? []).map(({ name = "", mountPath = "" }) => [name, mountPath]));
  const mountPaths = new Set(mounts.values());
  const names = new Set<string>();
  const paths = new Set<string>();
  container.volumeDevices?.forEach(({ name = "", devicePath = "" }, i) => {
    const field = `${at}[${i}]`;
    const volume = volumes.get(name);
    if (name === "") review.required(`${field}.name`);
    if (names.has(name)) review.invalid(`${field}.name`, name, "must be unique");
    if (volume === undefined) review.notFound(`${field}.name`, name);
    else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined)
      review.invalid(
        `${field}.name`,
        name,
        "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode",
      );
    if (devicePath === "") review.required(`${field}.devicePath`);
    if (paths.has(devicePath)) review.invalid(`${field}.devicePath`, devicePath, "must be unique");
    if (devicePath.split("/").includes(".."))
      review.invalid(`${field}.devicePath`, devicePath, "can not contain backsteps ('..')");
    else paths.add(devicePath);
    if (mounts.has(name)) review.invalid(`${field}.name`, name, "must not already exist in volumeMounts");
    if (mountPaths.has(devicePath))
      review.invalid(`${field}.devicePath`, devicePath, "must not already exist as a path in volumeMounts");
    if (name !== "") names.add(name);
  });
}

/*
 * Files of a volume that hold what the pod knows of itself.
 * Source: pkg/apis/core/validation/validation.go (validateDownwardAPIVolumeFile).
 */
import { checkFieldRef, checkResourceFieldRef, volumeFields } from "./downward.ts";
import type { FieldReview } from "./field-review.ts";
import { checkFileMode, checkNonReservedPath } from "./file-path.ts";
import type { DownwardAPIVolumeFile } from "./kubernetes.generated.ts";
import { checkId } from "./user-id.ts";

/** validateDownwardAPIVolumeFile for each: the server names the source's field, not the item's. */
export function checkDownwardFiles(review: FieldReview, at: string, files: readonly DownwardAPIVolumeFile[]): void {
  for (const file of files) checkDownwardFile(review, at, file);
}

/** validateDownwardAPIVolumeFile. */
export function checkDownwardFile(review: FieldReview, at: string, file: DownwardAPIVolumeFile): void {
  const { path = "", fieldRef, resourceFieldRef } = file;
  if (path === "") review.required(`${at}.path`);
  checkNonReservedPath(review, `${at}.path`, path);
  if (fieldRef !== undefined) {
    checkFieldRef(review, `${at}.fieldRef`, fieldRef, volumeFields);
    if (resourceFieldRef !== undefined)
      review.invalid(at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
  } else if (resourceFieldRef !== undefined)
    checkResourceFieldRef(review, `${at}.resourceFieldRef`, resourceFieldRef, true);
  else review.required(at, "one of fieldRef and resourceFieldRef is required");
  checkFileMode(review, `${at}.mode`, file.mode);
  checkId(review, `${at}.user`, file.user);
}

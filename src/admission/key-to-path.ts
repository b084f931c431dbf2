/*
 * Keys of a ConfigMap or a Secret as files.
 * Source: pkg/apis/core/validation/validation.go.
 */
import type { FieldReview } from "./field-review.ts";
import { checkFileMode, checkNonReservedPath } from "./file-path.ts";
import type { KeyToPath } from "./kubernetes.generated.ts";
import { checkId } from "./user-id.ts";

/** validateKeyToPath, for each item. */
export function checkItems(review: FieldReview, at: string, items: readonly KeyToPath[] = []): void {
  items.forEach((item, i) => {
    checkItem(review, `${at}[${i}]`, item);
  });
}

/** validateKeyToPath. */
export function checkItem(review: FieldReview, at: string, { key = "", path = "", mode, user }: KeyToPath): void {
  if (key === "") review.required(`${at}.key`);
  if (path === "") review.required(`${at}.path`);
  checkNonReservedPath(review, `${at}.path`, path);
  checkFileMode(review, `${at}.mode`, mode);
  checkId(review, `${at}.user`, user);
}

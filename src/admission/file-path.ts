/*
 * Paths of files in a pod: relative, without `..`.
 * Source: pkg/apis/core/validation/validation.go.
 */
import type { FieldReview } from "./field-review.ts";

/** validatePathNoBacksteps. */
export function checkNoBacksteps(review: FieldReview, at: string, path: string): void {
  if (path.split("/").includes("..")) review.invalid(at, path, "must not contain '..'");
}

/** validateLocalDescendingPath. */
export function checkDescendingPath(review: FieldReview, at: string, path: string): void {
  if (path.startsWith("/")) review.invalid(at, path, "must be a relative path");
  checkNoBacksteps(review, at, path);
}

/** ValidateLocalNonReservedPath. */
export function checkNonReservedPath(review: FieldReview, at: string, path: string): void {
  checkDescendingPath(review, at, path);
  if (path.startsWith("..") && !path.startsWith("../")) review.invalid(at, path, "must not start with '..'");
}

/** A file's mode bits: 0 to 0777. */
export function checkFileMode(review: FieldReview, at: string, mode: number | undefined): void {
  if (mode !== undefined && (mode > 0o777 || mode < 0))
    review.invalid(at, mode, "must be a number between 0 and 0777 (octal), both inclusive");
}

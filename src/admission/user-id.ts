/*
 * Ids of users and groups.
 * Source: apimachinery pkg/util/validation/validation.go (IsValidUserID, IsValidGroupID).
 */
import { rangeComplaint } from "../model/names.ts";
import type { FieldReview } from "./field-review.ts";

const largestId = 2 ** 31 - 1;

/** IsValidUserID and IsValidGroupID. */
export function checkId(review: FieldReview, at: string, id: number | undefined): void {
  if (id !== undefined && (id < 0 || id > largestId)) review.invalid(at, id, rangeComplaint(0, largestId));
}

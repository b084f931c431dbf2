/*
 * What an autoscaler points at: the workload that it scales, or an object that it measures.
 * Source: pkg/apis/autoscaling/validation/validation.go (ValidateCrossVersionObjectReference).
 */
import { pathSegmentComplaints } from "../model/names.ts";
import type { FieldReview } from "./field-review.ts";
import type { CrossVersionObjectReferenceV2 } from "./kubernetes.generated.ts";

/** What an apiVersion must be, from 1.34 on: anything, well formed, or well formed and with a group. */
export type ApiVersionRule = "any" | "valid" | "grouped";

/** ValidateCrossVersionObjectReference. */
export function checkReference(
  review: FieldReview,
  at: string,
  { apiVersion = "", kind = "", name = "" }: CrossVersionObjectReferenceV2,
  rule: ApiVersionRule,
): void {
  if (kind === "") review.required(`${at}.kind`);
  else review.complain(`${at}.kind`, kind, pathSegmentComplaints(kind));
  if (name === "") review.required(`${at}.name`);
  else review.complain(`${at}.name`, name, pathSegmentComplaints(name));
  if (review.minor < 34 || rule === "any") return;
  // ParseGroupVersion takes nothing and a lone slash for an empty group.
  if (apiVersion.split("/").length > 2)
    review.invalid(`${at}.apiVersion`, apiVersion, `unexpected GroupVersion string: ${apiVersion}`);
  else if (rule === "grouped" && (!apiVersion.includes("/") || apiVersion.startsWith("/")))
    review.invalid(`${at}.apiVersion`, apiVersion, "apiVersion must specify API group");
}

/*
 * Labels, annotations and selectors.
 * Sources: apimachinery pkg/apis/meta/v1/validation/validation.go, pkg/api/validation/objectmeta.go,
 * pkg/apis/meta/v1/helpers.go (LabelSelectorAsSelector).
 */
import { labelKeyComplaints, labelValueComplaints } from "../model/label-syntax.ts";
import { byteLength } from "../model/names.ts";
import type { FieldReview } from "./field-review.ts";
import type { LabelSelector, LabelSelectorRequirement } from "./kubernetes.generated.ts";

const annotationsMaxBytes = 256 * 1024;

/** ValidateLabelName. */
export function checkLabelKey(review: FieldReview, at: string, key: string): void {
  review.complain(at, key, labelKeyComplaints(key, review.minor));
}

/** ValidateLabels: labels, matchLabels, a nodeSelector. */
export function checkLabels(review: FieldReview, at: string, labels: Record<string, string> | undefined): void {
  if (labels === undefined) return;
  for (const key of Object.keys(labels)) {
    const value = labels[key] ?? "";
    checkLabelKey(review, at, key);
    review.complain(at, value, labelValueComplaints(value, review.minor));
  }
}

/** ValidateAnnotations: keys as label keys whatever their case, 256 kB in all. */
export function checkAnnotations(
  review: FieldReview,
  at: string,
  annotations: Record<string, string> | undefined,
): void {
  if (annotations === undefined) return;
  for (const key of Object.keys(annotations))
    review.complain(at, key, labelKeyComplaints(key.toLowerCase(), review.minor));
  checkAnnotationsSize(review, at, annotations);
}

/** ValidateAnnotationsSize: keys and values together. */
export function checkAnnotationsSize(review: FieldReview, at: string, annotations: Record<string, string>): void {
  let bytes = 0;
  for (const key of Object.keys(annotations)) bytes += byteLength(key) + byteLength(annotations[key] ?? "");
  if (bytes > annotationsMaxBytes) review.tooLong(at, annotationsMaxBytes);
}

/** ValidateLabelSelector, strict about values. */
export function checkLabelSelector(review: FieldReview, at: string, selector: LabelSelector | undefined): void {
  if (selector === undefined) return;
  checkLabels(review, `${at}.matchLabels`, selector.matchLabels);
  selector.matchExpressions?.forEach((requirement, i) => {
    checkRequirement(review, `${at}.matchExpressions[${i}]`, requirement);
  });
}

/** ValidateLabelSelectorRequirement. */
function checkRequirement(review: FieldReview, at: string, requirement: LabelSelectorRequirement): void {
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case "In":
    case "NotIn":
      if (values.length === 0) review.required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'");
      break;
    case "Exists":
    case "DoesNotExist":
      if (values.length > 0)
        review.forbidden(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      break;
    default:
      review.invalid(`${at}.operator`, requirement.operator ?? "", "not a valid selector operator");
  }
  checkLabelKey(review, `${at}.key`, requirement.key ?? "");
  values.forEach((value, i) => {
    review.complain(`${at}.values[${i}]`, value, labelValueComplaints(value, review.minor));
  });
}

/** True where LabelSelectorAsSelector makes a selector of it; a requirement of wrong syntax makes none. */
export function isSelectorParsable(selector: LabelSelector | undefined): boolean {
  if (selector === undefined) return true;
  const labels = selector.matchLabels ?? {};
  for (const key of Object.keys(labels))
    if (labelKeyComplaints(key).length > 0 || labelValueComplaints(labels[key] ?? "").length > 0) return false;
  return (selector.matchExpressions ?? []).every(isRequirementParsable);
}

function isRequirementParsable({ key, operator, values = [] }: LabelSelectorRequirement): boolean {
  if (labelKeyComplaints(key ?? "").length > 0) return false;
  if (values.some((value) => labelValueComplaints(value).length > 0)) return false;
  if (operator === "In" || operator === "NotIn") return values.length > 0;
  return (operator === "Exists" || operator === "DoesNotExist") && values.length === 0;
}

/** True where a parsable selector matches the labels; an absent selector matches nothing, an empty one everything. */
export function selectorMatches(
  selector: LabelSelector | undefined,
  labels: Record<string, string> | undefined,
): boolean {
  if (selector === undefined) return false;
  const wanted = selector.matchLabels ?? {};
  const has = (key: string): boolean => labels !== undefined && Object.hasOwn(labels, key);
  if (!Object.keys(wanted).every((key) => has(key) && labels?.[key] === wanted[key])) return false;
  return (selector.matchExpressions ?? []).every(({ key = "", operator, values = [] }) => {
    switch (operator) {
      case "In":
        return has(key) && values.includes(labels?.[key] ?? "");
      case "NotIn":
        return !has(key) || !values.includes(labels?.[key] ?? "");
      case "Exists":
        return has(key);
      default:
        return !has(key);
    }
  });
}

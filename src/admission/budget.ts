/*
 * A PodDisruptionBudget.
 * Source: pkg/apis/policy/validation/validation.go, pkg/registry/policy/poddisruptionbudget/strategy.go.
 */
import { type IntOrString, percentComplaints, percentOf } from "../model/int-or-string.ts";
import { pathSegmentComplaints } from "../model/names.ts";
import { FieldReview } from "./field-review.ts";
import type { PodDisruptionBudget, PodDisruptionBudgetSpec } from "./kubernetes.generated.ts";
import { checkLabelSelector } from "./labels.ts";
import { checkMetadata, checkMetadataUpdate } from "./metadata.ts";
import { letPass, selectorTolerances } from "./tolerated.ts";

/**
 * ValidatePodDisruptionBudget. It leaves the metadata to the server's common checks, which come only when all else is
 * well (rest.BeforeCreate): the name only has to fit a URL.
 */
export function checkBudget(review: FieldReview, budget: PodDisruptionBudget): void {
  checkBudgetSpec(review, budget.spec ?? {});
  if (review.errors.length === 0) checkMetadata(review, budget.metadata ?? {}, pathSegmentComplaints, false);
}

/** On update the same holds; the selector may change, and keep what is wrong with its values. */
export function checkBudgetUpdate(review: FieldReview, budget: PodDisruptionBudget, old: PodDisruptionBudget): void {
  checkMetadataUpdate(review, budget.metadata ?? {}, old.metadata ?? {}, false);
  checkBudgetSpec(review, budget.spec ?? {});
  const before = new FieldReview(review.minor, review.featureGates);
  checkLabelSelector(before, "spec.selector", old.spec?.selector);
  letPass(review, before.errors, selectorTolerances);
}

/** ValidatePodDisruptionBudgetSpec. */
function checkBudgetSpec(review: FieldReview, spec: PodDisruptionBudgetSpec): void {
  const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    review.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
  checkAmount(review, "spec.minAvailable", minAvailable);
  checkAmount(review, "spec.maxUnavailable", maxUnavailable);
  checkLabelSelector(review, "spec.selector", spec.selector);
  if (policy !== undefined && policy !== "AlwaysAllow" && policy !== "IfHealthyBudget")
    review.notSupported("spec.unhealthyPodEvictionPolicy", policy, ["AlwaysAllow", "IfHealthyBudget"]);
}

/** ValidatePositiveIntOrPercent and IsNotMoreThan100Percent. */
function checkAmount(review: FieldReview, at: string, amount: IntOrString | undefined): void {
  if (amount === undefined) return;
  if (typeof amount === "number") {
    review.notNegative(at, amount);
    return;
  }
  for (const complaint of percentComplaints(amount)) review.invalidIntOrString(at, amount, complaint);
  if ((percentOf(amount) ?? 0) > 100) review.invalidIntOrString(at, amount, "must not be greater than 100%");
}

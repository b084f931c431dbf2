/*
 * Which nodes a pod may run on, beside which pods.
 * Source: pkg/apis/core/validation/validation.go (validateAffinity, ValidateNodeSelector …).
 */
import { labelValueComplaints } from "../model/label-syntax.ts";
import { dnsLabelComplaints, dnsSubdomainComplaints } from "../model/names.ts";
import type { FieldReview } from "./field-review.ts";
import type {
  Affinity,
  NodeAffinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
} from "./kubernetes.generated.ts";
import { checkLabelKey, checkLabelSelector } from "./labels.ts";
import { checkMatchLabelKeys } from "./match-label-keys.ts";

const required = "requiredDuringSchedulingIgnoredDuringExecution";
const preferred = "preferredDuringSchedulingIgnoredDuringExecution";

/** validateAffinity. */
export function checkAffinity(review: FieldReview, at: string, affinity: Affinity | undefined): void {
  if (affinity === undefined) return;
  if (affinity.nodeAffinity !== undefined) checkNodeAffinity(review, `${at}.nodeAffinity`, affinity.nodeAffinity);
  if (affinity.podAffinity !== undefined) checkPodAffinity(review, `${at}.podAffinity`, affinity.podAffinity);
  if (affinity.podAntiAffinity !== undefined)
    checkPodAffinity(review, `${at}.podAntiAffinity`, affinity.podAntiAffinity);
}

/** validateNodeAffinity. */
function checkNodeAffinity(review: FieldReview, at: string, affinity: NodeAffinity): void {
  const selector = affinity[required];
  if (selector !== undefined) {
    const terms = selector.nodeSelectorTerms ?? [];
    if (terms.length === 0)
      review.required(`${at}.${required}.nodeSelectorTerms`, "must have at least one node selector term");
    terms.forEach((term, i) => {
      checkNodeTerm(review, `${at}.${required}.nodeSelectorTerms[${i}]`, term, true);
    });
  }
  affinity[preferred]?.forEach(({ weight = 0, preference = {} }, i) => {
    const field = `${at}.${preferred}[${i}]`;
    if (weight <= 0 || weight > 100) review.invalid(`${field}.weight`, weight, "must be in the range 1-100");
    checkNodeTerm(review, `${field}.preference`, preference, false);
  });
}

/** ValidateNodeSelectorTerm: values are looked at only where the term is a requirement. */
function checkNodeTerm(review: FieldReview, at: string, term: NodeSelectorTerm, withValues: boolean): void {
  term.matchExpressions?.forEach((requirement, i) => {
    checkNodeRequirement(review, `${at}.matchExpressions[${i}]`, requirement, withValues);
  });
  term.matchFields?.forEach((requirement, i) => {
    checkNodeField(review, `${at}.matchFields[${i}]`, requirement);
  });
}

/** ValidateNodeSelectorRequirement. */
function checkNodeRequirement(
  review: FieldReview,
  at: string,
  { key = "", operator = "", values = [] }: NodeSelectorRequirement,
  withValues: boolean,
): void {
  switch (operator) {
    case "In":
    case "NotIn":
      if (values.length === 0) review.required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'");
      break;
    case "Exists":
    case "DoesNotExist":
      if (values.length > 0)
        review.forbidden(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      break;
    case "Gt":
    case "Lt":
      if (values.length !== 1)
        review.required(`${at}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'");
      break;
    default:
      review.invalid(`${at}.operator`, operator, "not a valid selector operator");
  }
  checkLabelKey(review, `${at}.key`, key);
  if (!withValues) return;
  values.forEach((value, i) => {
    review.complain(`${at}.values[${i}]`, value, labelValueComplaints(value, review.minor));
  });
}

/** ValidateNodeFieldSelectorRequirement: only the node's name. */
function checkNodeField(
  review: FieldReview,
  at: string,
  { key = "", operator = "", values = [] }: NodeSelectorRequirement,
): void {
  if (operator !== "In" && operator !== "NotIn")
    review.invalid(`${at}.operator`, operator, "not a valid selector operator");
  else if (values.length !== 1)
    review.required(
      `${at}.values`,
      "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
    );
  if (key !== "metadata.name") {
    review.invalid(`${at}.key`, key, "not a valid field selector key");
    return;
  }
  values.forEach((value, i) => {
    review.complain(`${at}.values[${i}]`, value, dnsSubdomainComplaints(value));
  });
}

/** validatePodAffinity and validatePodAntiAffinity. */
function checkPodAffinity(review: FieldReview, at: string, affinity: PodAffinity): void {
  affinity[required]?.forEach((term, i) => {
    checkPodTerm(review, `${at}.${required}[${i}]`, term);
  });
  affinity[preferred]?.forEach(({ weight = 0, podAffinityTerm = {} }, i) => {
    const field = `${at}.${preferred}[${i}]`;
    if (weight <= 0 || weight > 100) review.invalid(`${field}.weight`, weight, "must be in the range 1-100");
    checkPodTerm(review, `${field}.podAffinityTerm`, podAffinityTerm);
  });
}

/** validatePodAffinityTerm. */
function checkPodTerm(review: FieldReview, at: string, term: PodAffinityTerm): void {
  const { topologyKey = "", labelSelector } = term;
  checkLabelSelector(review, `${at}.labelSelector`, labelSelector);
  checkLabelSelector(review, `${at}.namespaceSelector`, term.namespaceSelector);
  for (const name of term.namespaces ?? []) review.complain(`${at}.namespace`, name, dnsLabelComplaints(name));
  checkMatchLabelKeys(review, at, term.matchLabelKeys, term.mismatchLabelKeys, labelSelector);
  if (topologyKey === "") review.required(`${at}.topologyKey`, "can not be empty");
  checkLabelKey(review, `${at}.topologyKey`, topologyKey);
}

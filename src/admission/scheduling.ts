/*
 * Tolerations and topology spread.
 * Source: pkg/apis/core/validation/validation.go (ValidateTolerations, validateTopologySpreadConstraints).
 */
import { labelValueComplaints } from "../model/label-syntax.ts";
import type { FieldReview } from "./field-review.ts";
import type { Toleration, TopologySpreadConstraint } from "./kubernetes.generated.ts";
import { checkLabelKey, checkLabelSelector } from "./labels.ts";
import { checkMatchLabelKeys, checkMatchLabelKeysAlone } from "./match-label-keys.ts";

const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

/** ValidateTolerations. */
export function checkTolerations(review: FieldReview, at: string, tolerations: readonly Toleration[]): void {
  tolerations.forEach((toleration, i) => {
    const field = `${at}[${i}]`;
    const { key = "", operator = "", value = "", effect = "" } = toleration;
    if (key !== "") checkLabelKey(review, `${field}.key`, key);
    if (key === "" && operator !== "Exists")
      review.invalid(
        `${field}.operator`,
        operator,
        'operator must be Exists when `key` is empty, which means "match all values and all keys"',
      );
    if (toleration.tolerationSeconds !== undefined && effect !== "NoExecute")
      review.invalid(`${field}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    checkOperator(review, field, operator, value);
    if (effect !== "" && !effects.includes(effect)) review.notSupported(`${field}.effect`, effect, effects);
  });
}

function checkOperator(review: FieldReview, at: string, operator: string, value: string): void {
  switch (operator) {
    case "":
    case "Equal": {
      const complaints = labelValueComplaints(value, review.minor);
      if (complaints.length > 0) review.invalid(`${at}.operator`, value, complaints.join(";"));
      return;
    }
    case "Exists":
      if (value !== "") review.invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'");
      return;
    case "Lt":
    case "Gt":
      if (review.isOn("TaintTolerationComparisonOperators")) {
        if (!/^(?:0|-?[1-9]\d*)$/.test(value))
          review.invalid(`${at}.value`, value, "must be a valid decimal integer in canonical form");
        return;
      }
      // 1.35 has the operators, even where the gate is off, in its list.
      if (review.minor >= 35) {
        review.notSupported(`${at}.operator`, operator, ["Equal", "Exists", "Lt", "Gt"]);
        return;
      }
      review.notSupported(`${at}.operator`, operator, ["Equal", "Exists"]);
      return;
    default:
      review.notSupported(`${at}.operator`, operator, ["Equal", "Exists"]);
  }
}

/** validateTopologySpreadConstraints. */
export function checkTopologySpread(
  review: FieldReview,
  at: string,
  constraints: readonly TopologySpreadConstraint[],
): void {
  const pairOf = ({ topologyKey = "", whenUnsatisfiable = "" }: TopologySpreadConstraint): string =>
    JSON.stringify([topologyKey, whenUnsatisfiable]);
  const last = new Map(constraints.map((constraint, i) => [pairOf(constraint), i]));
  constraints.forEach((constraint, i) => {
    const field = `${at}[${i}]`;
    const { maxSkew = 0, topologyKey = "", whenUnsatisfiable: action = "", labelSelector, minDomains } = constraint;
    if (maxSkew <= 0) review.invalid(`${field}.maxSkew`, maxSkew, "must be greater than zero");
    if (topologyKey === "") review.required(`${field}.topologyKey`, "can not be empty");
    if (action !== "DoNotSchedule" && action !== "ScheduleAnyway")
      review.notSupported(`${field}.whenUnsatisfiable`, action, ["DoNotSchedule", "ScheduleAnyway"]);
    if (last.get(pairOf(constraint)) !== i)
      review.duplicate(`${field}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${action}}`);
    if (minDomains !== undefined) {
      if (minDomains <= 0) review.invalid(`${field}.minDomains`, minDomains, "must be greater than zero");
      if (action !== "DoNotSchedule")
        review.invalid(
          `${field}.minDomains`,
          minDomains,
          `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`,
        );
    }
    for (const name of ["nodeAffinityPolicy", "nodeTaintsPolicy"] as const) {
      const policy = constraint[name];
      if (policy !== undefined && policy !== "Honor" && policy !== "Ignore")
        review.notSupported(`${field}.${name}`, policy, ["Honor", "Ignore"]);
    }
    if (review.isOn("MatchLabelKeysInPodTopologySpreadSelectorMerge"))
      checkMatchLabelKeys(review, field, constraint.matchLabelKeys, [], labelSelector);
    else checkMatchLabelKeysAlone(review, `${field}.matchLabelKeys`, constraint.matchLabelKeys, labelSelector);
    checkLabelSelector(review, `${field}.labelSelector`, labelSelector);
  });
}

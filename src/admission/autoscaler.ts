/*
 * A HorizontalPodAutoscaler of autoscaling/v2.
 * Source: pkg/apis/autoscaling/validation/validation.go, pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go.
 */
import { dnsSubdomainComplaints } from "../model/names.ts";
import { checkMetric } from "./autoscaler-metric.ts";
import { checkReference } from "./autoscaler-target.ts";
import type { FieldReview } from "./field-review.ts";
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpecV2,
  HPAScalingRules,
} from "./kubernetes.generated.ts";
import { checkMetadata, checkMetadataUpdate } from "./metadata.ts";

/** ValidateHorizontalPodAutoscaler. */
export function checkAutoscaler(review: FieldReview, autoscaler: HorizontalPodAutoscaler): void {
  checkMetadata(review, autoscaler.metadata ?? {}, dnsSubdomainComplaints);
  checkAutoscalerSpec(review, autoscaler.spec ?? {}, undefined);
}

/** ValidateHorizontalPodAutoscalerUpdate. */
export function checkAutoscalerUpdate(
  review: FieldReview,
  autoscaler: HorizontalPodAutoscaler,
  old: HorizontalPodAutoscaler,
): void {
  checkMetadataUpdate(review, autoscaler.metadata ?? {}, old.metadata ?? {});
  checkAutoscalerSpec(review, autoscaler.spec ?? {}, old.spec ?? {});
}

/** dropDisabledFields. Changes the given object. */
export function prepareAutoscaler(
  review: FieldReview,
  autoscaler: HorizontalPodAutoscaler,
  old?: HorizontalPodAutoscaler,
): void {
  delete autoscaler.status;
  const behavior = autoscaler.spec?.behavior;
  const { scaleUp, scaleDown } = old?.spec?.behavior ?? {};
  const isInUse = scaleUp?.tolerance !== undefined || scaleDown?.tolerance !== undefined;
  if (behavior === undefined || isInUse || review.isOn("HPAConfigurableTolerance")) return;
  delete behavior.scaleUp?.tolerance;
  delete behavior.scaleDown?.tolerance;
}

/** validateHorizontalPodAutoscalerSpec. */
function checkAutoscalerSpec(
  review: FieldReview,
  spec: HorizontalPodAutoscalerSpecV2,
  old: HorizontalPodAutoscalerSpecV2 | undefined,
): void {
  const { minReplicas, maxReplicas = 0, scaleTargetRef = {}, metrics = [], behavior } = spec;
  const lowest = review.isOn("HPAScaleToZero") || old?.minReplicas === 0 ? 0 : 1;
  if (minReplicas !== undefined && minReplicas < lowest)
    review.invalid("spec.minReplicas", minReplicas, `must be greater than or equal to ${lowest}`);
  checkMostReplicas(review, maxReplicas, old !== undefined && (old.maxReplicas ?? 0) === maxReplicas);
  if (minReplicas !== undefined && maxReplicas < minReplicas)
    review.invalid("spec.maxReplicas", maxReplicas, "must be greater than or equal to `minReplicas`");
  const isSameTarget =
    old !== undefined &&
    (old.scaleTargetRef?.apiVersion ?? "") === (scaleTargetRef.apiVersion ?? "") &&
    (old.scaleTargetRef?.kind ?? "") === (scaleTargetRef.kind ?? "");
  checkReference(
    review,
    "spec.scaleTargetRef",
    scaleTargetRef,
    isSameTarget ? "any" : scaleTargetRef.kind === "ReplicationController" ? "valid" : "grouped",
  );
  metrics.forEach((metric, i) => {
    checkMetric(review, `spec.metrics[${i}]`, metric);
  });
  if (minReplicas === 0 && !metrics.some(({ type }) => type === "Object" || type === "External"))
    review.forbidden(
      "spec.metrics",
      "must specify at least one Object or External metric to support scaling to zero replicas",
    );
  checkRules(review, "spec.behavior.scaleUp", behavior?.scaleUp);
  checkRules(review, "spec.behavior.scaleDown", behavior?.scaleDown);
}

/** The words changed in 1.36, and in 1.37 when the check became declarative: such a one passes over what an update leaves. */
function checkMostReplicas(review: FieldReview, most: number, isLeft: boolean): void {
  if (most >= 1) return;
  if (review.minor < 36) review.invalid("spec.maxReplicas", most, "must be greater than 0");
  else if (most < 0) review.invalid("spec.maxReplicas", most, "must be greater than or equal to 1");
  else review.required("spec.maxReplicas", review.minor < 37 || isLeft ? "must be set and greater than 0" : "");
}

/** validateScalingRules and validateScalingPolicy. */
function checkRules(review: FieldReview, at: string, rules: HPAScalingRules | undefined): void {
  if (rules === undefined) return;
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules;
  if (window !== undefined && window < 0)
    review.invalid(`${at}.stabilizationWindowSeconds`, window, "must be greater than or equal to zero");
  if (window !== undefined && window > 3600)
    review.invalid(`${at}.stabilizationWindowSeconds`, window, "must be less than or equal to 3600");
  if (selectPolicy !== undefined && !["Disabled", "Max", "Min"].includes(selectPolicy))
    review.notSupported(`${at}.selectPolicy`, selectPolicy, ["Disabled", "Max", "Min"]);
  if (policies.length === 0) review.required(`${at}.policies`, "must specify at least one Policy");
  policies.forEach(({ type = "", value = 0, periodSeconds = 0 }, i) => {
    const field = `${at}.policies[${i}]`;
    if (type !== "Pods" && type !== "Percent") review.notSupported(`${field}.type`, type, ["Percent", "Pods"]);
    if (value <= 0) review.invalid(`${field}.value`, value, "must be greater than zero");
    if (periodSeconds <= 0) review.invalid(`${field}.periodSeconds`, periodSeconds, "must be greater than zero");
    if (periodSeconds > 1800)
      review.invalid(`${field}.periodSeconds`, periodSeconds, "must be less than or equal to 1800");
  });
  if (tolerance !== undefined && tolerance.sign < 0)
    review.invalid(`${at}.tolerance`, tolerance.toString(), "must be greater than or equal to 0");
}

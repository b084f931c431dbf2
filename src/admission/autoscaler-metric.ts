/*
 * What an autoscaler measures.
 * Source: pkg/apis/autoscaling/validation/validation.go (validateMetricSpec and below).
 */
import { dnsLabelComplaints, pathSegmentComplaints } from "../model/names.ts";
import { checkReference } from "./autoscaler-target.ts";
import type { FieldReview } from "./field-review.ts";
import type { MetricIdentifier, MetricSpec, MetricTarget } from "./kubernetes.generated.ts";
import { checkContainerResourceName } from "./resources.ts";

const types = ["ContainerResource", "External", "Object", "Pods", "Resource"];

/** In the order in which the server looks at them: only the first that is there is looked into. */
const sources = ["object", "external", "pods", "resource", "containerResource"] as const;

/** validateMetricSpec. */
export function checkMetric(review: FieldReview, at: string, metric: MetricSpec): void {
  const { type = "" } = metric;
  if (type === "") review.required(`${at}.type`, "must specify a metric source type");
  if (!types.includes(type)) review.notSupported(`${at}.type`, type, types);
  const present = sources.filter((source) => metric[source] !== undefined);
  const first = present[0];
  if (first !== undefined) checkSource(review, `${at}.${first}`, metric, first);
  const expected = types.includes(type) ? `${type.charAt(0).toLowerCase()}${type.slice(1)}` : "";
  if (expected !== "" && !present.some((source) => source === expected))
    review.required(`${at}.${expected}`, "must populate information for the given metric source");
  if (present.length !== 1)
    for (const source of present)
      if (source !== expected) review.forbidden(`${at}.${source}`, "must populate the given metric source only");
}

function checkSource(review: FieldReview, at: string, metric: MetricSpec, source: (typeof sources)[number]): void {
  const target = metric[source]?.target ?? {};
  const { value, averageValue, averageUtilization } = target;
  const average = `${at}.target.averageValue`;
  if (source === "object")
    checkReference(review, `${at}.describedObject`, metric.object?.describedObject ?? {}, "valid");
  if (source === "object" || source === "external" || source === "pods")
    checkIdentifier(review, `${at}.metric`, metric[source]?.metric ?? {});
  else checkResource(review, at, metric, source);
  checkTarget(review, `${at}.target`, target);
  switch (source) {
    case "object":
      if (value === undefined && averageValue === undefined)
        review.required(average, "must set either a target value or averageValue");
      return;
    case "external":
      if (value === undefined && averageValue === undefined)
        review.required(average, "must set either a target value for metric or a per-pod target");
      if (value !== undefined && averageValue !== undefined)
        review.forbidden(`${at}.target.value`, "may not set both a target value for metric and a per-pod target");
      return;
    case "pods":
      if (averageValue === undefined) review.required(average, "must specify a positive target averageValue");
      return;
    default:
      if (averageUtilization === undefined && averageValue === undefined)
        review.required(
          `${at}.target.averageUtilization`,
          "must set either a target raw value or a target utilization",
        );
      if (averageUtilization !== undefined && averageValue !== undefined)
        review.forbidden(average, "may not set both a target raw value and a target utilization");
  }
}

function checkResource(
  review: FieldReview,
  at: string,
  metric: MetricSpec,
  source: "resource" | "containerResource",
): void {
  const { name = "" } = metric[source] ?? {};
  if (name === "") review.required(`${at}.name`, "must specify a resource name");
  if (source === "resource") return;
  if (name !== "") checkContainerResourceName(review, `${at}.name`, name);
  const { container = "" } = metric.containerResource ?? {};
  if (container === "") review.required(`${at}.container`, "must specify a container");
  else if (review.minor >= 34) review.complain(`${at}.container`, container, dnsLabelComplaints(container));
}

/** validateMetricIdentifier. */
function checkIdentifier(review: FieldReview, at: string, { name = "" }: MetricIdentifier): void {
  if (name === "") review.required(`${at}.name`, "must specify a metric name");
  else review.complain(`${at}.name`, name, pathSegmentComplaints(name));
}

/** validateMetricTarget. */
function checkTarget(review: FieldReview, at: string, target: MetricTarget): void {
  const { type = "", value, averageValue, averageUtilization } = target;
  if (type === "") review.required(`${at}.type`, "must specify a metric target type");
  if (type !== "Utilization" && type !== "Value" && type !== "AverageValue")
    review.invalid(`${at}.type`, type, "must be either Utilization, Value, or AverageValue");
  if (value !== undefined && value.sign <= 0) review.invalidQuantity(`${at}.value`, value, "must be positive");
  if (averageValue !== undefined && averageValue.sign <= 0)
    review.invalidQuantity(`${at}.averageValue`, averageValue, "must be positive");
  if (averageUtilization !== undefined && averageUtilization < 1)
    review.invalid(`${at}.averageUtilization`, averageUtilization, "must be greater than 0");
}

/*
 * Resources of a pod as a whole (1.34+).
 * Source: pkg/apis/core/validation/validation.go (validatePodResources), component-helpers resource/helpers.go.
 */
import { Quantity } from "../model/quantity.ts";
import type { FieldReview } from "./field-review.ts";
import type { Container, PodSpec } from "./kubernetes.generated.ts";
import { checkResources } from "./resources.ts";

/** validatePodResources. */
export function checkPodResources(review: FieldReview, at: string, spec: PodSpec, claims: readonly string[]): void {
  const { resources } = spec;
  if (resources === undefined) return;
  const field = `${at}.resources`;
  if (spec.os?.name === "windows") {
    review.forbidden(field, "may not be set for a windows pod");
    return;
  }
  if (resources.claims !== undefined)
    review.forbidden(`${field}.claims`, "claims may not be set for Resources at pod-level");
  checkResources(review, field, resources, claims, "pod");
  checkAgainstContainers(review, field, spec);
}

/** validatePodResourceConsistency. */
function checkAgainstContainers(review: FieldReview, at: string, spec: PodSpec): void {
  const { requests = {}, limits = {} } = spec.resources ?? {};
  for (const name of Object.keys(requests)) {
    const own = requests[name];
    const sum = aggregate(spec, (container) => container.resources?.requests?.[name]);
    if (own !== undefined && sum !== undefined && sum.compare(own) > 0)
      review.invalid(
        `${at}.requests[${name}]`,
        own.toString(),
        `must be greater than or equal to aggregate container requests of ${sum}`,
      );
  }
  for (const name of Object.keys(limits)) {
    const own = limits[name];
    if (own === undefined) continue;
    const sum = aggregate(spec, (container) => container.resources?.limits?.[name]);
    if (name.startsWith("hugepages-") && sum !== undefined && sum.compare(own) > 0)
      review.invalid(
        `${at}.limits[${name}]`,
        own.toString(),
        `must be greater than or equal to aggregate container limits of ${sum}`,
      );
    spec.containers?.forEach((container, i) => {
      const limit = container.resources?.limits?.[name];
      if (limit !== undefined && limit.compare(own) > 0)
        review.invalid(
          `${at}.containers[${i}][${name}].limits`,
          limit.toString(),
          `must be less than or equal to pod limits of ${own}`,
        );
    });
  }
}

/** AggregateContainerRequests: containers and sidecars add up, other init containers run one after another. */
function aggregate(spec: PodSpec, amountOf: (container: Container) => Quantity | undefined): Quantity | undefined {
  let sum: Quantity | undefined;
  const add = (a: Quantity | undefined, b: Quantity | undefined): Quantity | undefined =>
    a === undefined ? b : b === undefined ? a : new Quantity(a.nanos + b.nanos, a.format);
  for (const container of spec.containers ?? []) sum = add(sum, amountOf(container));
  let sidecars: Quantity | undefined;
  let highest: Quantity | undefined;
  for (const container of spec.initContainers ?? []) {
    const amount = amountOf(container);
    if (container.restartPolicy === "Always") {
      sum = add(sum, amount);
      sidecars = add(sidecars, amount);
    }
    const running = container.restartPolicy === "Always" ? sidecars : add(sidecars, amount);
    if (running !== undefined && (highest === undefined || running.compare(highest) > 0)) highest = running;
  }
  if (highest === undefined) return sum;
  return sum === undefined || highest.compare(sum) > 0 ? highest : sum;
}

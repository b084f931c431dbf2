/*
 * Ephemeral containers, which a template must not have at all: the server looks into them all the same.
 * Source: pkg/apis/core/validation/validation.go (validateEphemeralContainers, allowedEphemeralContainerFields).
 */
import { trimmed } from "../model/go-text.ts";
import { checkCommon, type PodAround } from "./container.ts";
import type { FieldReview } from "./field-review.ts";
import type { EphemeralContainer } from "./kubernetes.generated.ts";

/** Fields that no ephemeral container may set: what serves a pod has no place in a visitor. */
const forbidden = [
  "ports",
  "resources",
  "resizePolicy",
  "restartPolicy",
  "restartPolicyRules",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle",
] as const;

/** validateEphemeralContainers. */
export function checkEphemeralContainers(review: FieldReview, at: string, pod: PodAround): void {
  const containers = pod.spec.ephemeralContainers ?? [];
  if (containers.length === 0) return;
  const lasting = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])];
  const targets = new Set(lasting.map(({ name = "" }) => name));
  const names = new Set(targets);
  containers.forEach((container, i) => {
    const field = `${at}[${i}]`;
    const { name = "", image = "", targetContainerName: target = "" } = container;
    checkCommon(review, field, container, pod);
    if (image !== trimmed(image))
      review.invalid(`${field}.image`, image, "must not have leading or trailing whitespace");
    if (names.has(name)) review.duplicate(`${field}.name`, name);
    names.add(name);
    if (target !== "" && !targets.has(target)) review.notFound(`${field}.targetContainerName`, target);
    for (const key of forbidden) if (isSet(container, key)) refuse(review, `${field}.${key}`);
    container.volumeMounts?.forEach(({ subPath = "", subPathExpr = "" }, j) => {
      if (subPath !== "") refuse(review, `${field}.volumeMounts[${j}].subPath`);
      if (subPathExpr !== "") refuse(review, `${field}.volumeMounts[${j}].subPathExpr`);
    });
  });
}

function refuse(review: FieldReview, field: string): void {
  review.forbidden(field, "cannot be set for an Ephemeral Container");
}

/** Resources are a plain struct in Go: an empty one is not set. A pointer or a list that is there is. */
function isSet(container: EphemeralContainer, key: (typeof forbidden)[number]): boolean {
  const value = container[key];
  if (value === undefined) return false;
  return key !== "resources" || Object.values(value).some((part) => part !== undefined);
}

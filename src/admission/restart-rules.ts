/*
 * When a container is restarted: on resize, and by its exit code.
 * Source: pkg/apis/core/validation/validation.go (validateResizePolicy, validateContainerRestartPolicy).
 */
import type { FieldReview } from "./field-review.ts";
import type { ContainerResizePolicy, ContainerRestartRule } from "./kubernetes.generated.ts";

/** validateResizePolicy. Its errors name the list, not the item: so does the server. */
export function checkResizePolicy(
  review: FieldReview,
  at: string,
  policies: readonly ContainerResizePolicy[],
  podRestartPolicy: string | undefined,
): void {
  const seen = new Set<string>();
  policies.forEach(({ resourceName = "", restartPolicy = "" }, i) => {
    if (seen.has(resourceName)) review.duplicate(`${at}[${i}]`, resourceName);
    seen.add(resourceName);
    review.oneOf(at, resourceName, ["cpu", "memory"]);
    review.oneOf(at, restartPolicy, ["NotRequired", "RestartContainer"]);
    if (podRestartPolicy === "Never" && restartPolicy !== "NotRequired")
      review.invalid(
        at,
        restartPolicy,
        `must be 'NotRequired' when ${review.minor >= 36 ? "pod " : ""}\`restartPolicy\` is 'Never'`,
      );
  });
}

function checkCount(review: FieldReview, at: string, count: number, most: number): void {
  if (count <= most) return;
  if (review.minor >= 36) review.tooMany(at, count, most);
  else review.tooLong(at, most);
}

/** validateContainerRestartPolicy. */
export function checkRestartRules(
  review: FieldReview,
  at: string,
  policy: string | undefined,
  rules: readonly ContainerRestartRule[],
): void {
  const policies = ["Always", "Never", "OnFailure"];
  if (policy === undefined) {
    if (rules.length === 0) return;
    review.required(`${at}.restartPolicy`, "must specify restartPolicy when restart rules are used");
  } else if (!policies.includes(policy)) review.notSupported(`${at}.restartPolicy`, policy, policies);
  checkCount(review, `${at}.restartPolicyRules`, rules.length, 20);
  const actions = review.isOn("RestartAllContainersOnContainerExits")
    ? ["Restart", "RestartAllContainers"]
    : ["Restart"];
  rules.forEach(({ action = "", exitCodes }, i) => {
    const field = `${at}.restartPolicyRules[${i}]`;
    if (!actions.includes(action)) review.notSupported(`${field}.action`, action, actions);
    if (exitCodes === undefined) {
      review.required(`${field}.exitCodes`, "must be specified");
      return;
    }
    const { operator = "", values = [] } = exitCodes;
    if (operator !== "In" && operator !== "NotIn")
      review.notSupported(`${field}.exitCodes.operator`, operator, ["In", "NotIn"]);
    checkCount(review, `${field}.exitCodes.values`, values.length, 255);
  });
}

import type { StatefulSetView } from "../model/statefulset.ts";
import type { Deadline } from "./plan-types.ts";
import type { Seconds } from "./timing.ts";

/** What `helm upgrade --wait` waits unless told otherwise. */
export const defaultTimeoutSeconds = 300;

/** Whether helm, waiting, sees the rollout end, and what follows where it does not. `isStuck`: new pods do not become ready. */
export function deadlineOf(
  { shortest, longest }: Seconds,
  timeoutSeconds: number = defaultTimeoutSeconds,
  set: StatefulSetView,
  isStuck: boolean,
): Deadline {
  const verdict = isStuck
    ? "misses"
    : longest <= timeoutSeconds
      ? "meets"
      : shortest > timeoutSeconds
        ? "misses"
        : "may-miss";
  const rollback =
    set.podManagementPolicy === "OrderedReady"
      ? "a rollback (--rollback-on-failure, --atomic in Helm 3) in the middle of it waits for the pod that is not ready, and under OrderedReady does not replace it"
      : "a rollback (--rollback-on-failure, --atomic in Helm 3) then replaces the pods once more";
  switch (verdict) {
    case "meets":
      return { timeoutSeconds, verdict, text: "`helm upgrade --wait` sees it end, if images and volumes are quick" };
    case "may-miss":
      return { timeoutSeconds, verdict, text: `\`helm upgrade --wait\` may give up before it ends; ${rollback}` };
    case "misses":
      if (isStuck)
        return {
          timeoutSeconds,
          verdict,
          text: `\`helm upgrade --wait\` waits until it gives up: the new pods do not become ready; ${rollback}`,
        };
      return { timeoutSeconds, verdict, text: `\`helm upgrade --wait\` gives up before it can end; ${rollback}` };
  }
}

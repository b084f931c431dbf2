import { defineRule } from "../../src/lint/contract/rule.ts";
import { integer } from "../../src/model/fields.ts";
import { imageName } from "../../src/model/known-workload.ts";
import type { Workload } from "../../src/model/workload.ts";
import { gracePath } from "./_grace.ts";

export const graceZero = defineRule({
  id: "grace-zero",
  category: "pod",
  subject: "Workload",
  summary: "terminationGracePeriodSeconds 0 force-deletes every pod",
  rationale: `With a grace period of 0 a deleted pod vanishes from the API at once, without a word from its node. The controller makes its
successor under the same name while the old process may still run, so that two of them write one volume; and the process gets no
time to flush what it holds. Kubernetes' documentation calls it unsafe for StatefulSets.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms:
    "A set that keeps no data loses little: an info only. Placeholder pods of the `pause` image, which hold room on a node, are left alone.",
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees",
    "https://kubernetes.io/docs/tasks/run-application/force-delete-stateful-set-pod/",
  ],
  messages: {
    persistent: {
      text: "terminationGracePeriodSeconds `0` force-deletes each pod: its successor starts on the same data while the old process may still write, and nothing is flushed",
      help: "remove the field (30 seconds is the default), or give the server the time that an orderly stop takes",
    },
    stateless: {
      text: "terminationGracePeriodSeconds `0` force-deletes each pod: a successor of the same name may run beside the old process, and open requests are cut off",
      help: "remove the field (30 seconds is the default)",
    },
  },
  *check(set) {
    if (integer(set.pod.spec.terminationGracePeriodSeconds) !== 0 || isPlaceholder(set)) return;
    yield {
      message: set.isPersistent ? "persistent" : "stateless",
      ...(set.isPersistent ? {} : { severity: "info" }),
      at: { manifest: set.manifest, path: gracePath },
      fix: {
        description: "write the default, 30 seconds",
        changes: [{ do: "replace", place: { manifest: set.manifest, path: gracePath }, text: "30" }],
      },
    };
  },
});

/** Pods that only hold room on a node until somebody needs it: they do nothing, and keep nothing. */
function isPlaceholder(set: Workload): boolean {
  const running = set.runningContainers;
  return !set.isPersistent && running.length > 0 && running.every(({ image }) => imageName(image) === "pause");
}

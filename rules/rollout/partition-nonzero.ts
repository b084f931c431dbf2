import { defineRule } from "../../src/lint/contract/rule.ts";
import { hidesAll, partitionOf, partitionPath, podRange, withoutPartition } from "./_strategy.ts";

export const partitionNonzero = defineRule({
  id: "partition-nonzero",
  category: "rollout",
  subject: "StatefulSet",
  summary: "partition keeps some pods on the old template",
  rationale: `A partition holds a rolling update back: pods whose index is below it stay on the revision they have, even when
they are deleted and made again. It is meant for a canary that somebody watches and then finishes. Left in a chart it splits
the set for good: an upgrade reports success, and the low pods keep the old image and configuration.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `A canary that runs right now is meant: suppress the finding with the day on which the canary ends. A partition
that no pod is above is \`partition-hides-all\`, one beside \`ordinals.start\` is \`partition-with-start\`.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#partitions",
    "helm/helm#11773",
    "kubernetes/kubernetes#70442",
  ],
  messages: {
    partition: {
      text: "with partition `{partition}` an upgrade never reaches {pods}: the old image and configuration stay there until the partition is lowered",
      help: "remove `partition`, or set it to 0; for a canary set it from the command line and lower it when the canary is done",
    },
    noPods: {
      text: "with partition `{partition}` the first pods up to `{last}` keep the old image and configuration once the set is scaled up and then upgraded",
      help: "remove `partition`, or set it to 0",
    },
  },
  *check(set) {
    const partition = partitionOf(set);
    if (partition === 0 || set.firstOrdinal > 0 || hidesAll(set)) return;
    const end = Math.min(partition, set.maxReplicas);
    yield {
      message: end === 0 ? "noPods" : "partition",
      data: { partition, pods: podRange(set, 0, end), last: set.podName(partition - 1) },
      at: { manifest: set.manifest, path: partitionPath },
      fix: withoutPartition(set),
    };
  },
});

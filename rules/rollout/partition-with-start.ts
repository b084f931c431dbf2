import { defineRule } from "../../src/lint/contract/rule.ts";
import { hidesAll, partitionOf, partitionPath, podRange, startPath } from "./_strategy.ts";

export const partitionWithStart = defineRule({
  id: "partition-with-start",
  category: "rollout",
  subject: "StatefulSet",
  summary: "partition beside ordinals.start: it counts from the first pod, not from ordinal 0",
  rationale: `\`partition\` is an index that counts from 0 whatever \`ordinals.start\` is. With start 2, replicas 9 and partition 5
the pods 7 to 10 are updated, not 5 to 10: whoever reads the partition as an ordinal updates other pods than meant.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms:
    "An author who counted from the first pod has what was meant; the finding names the pods, so that it can be told.",
  references: [
    "kubernetes/kubernetes#128529",
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#start-ordinal",
  ],
  messages: {
    counts: {
      text: "partition `{partition}` counts from the first pod, not from ordinal 0: with ordinals.start `{start}` an upgrade reaches {updated}, and {held} stay old",
      help: "count the partition from the first pod: subtract `ordinals.start` from the first ordinal that shall be updated; remove `partition` where no canary runs",
    },
    none: {
      text: "partition `{partition}` counts from the first pod, not from ordinal 0: with ordinals.start `{start}` an upgrade reaches no pod at all",
      help: "count the partition from the first pod: subtract `ordinals.start` from the first ordinal that shall be updated; remove `partition` where no canary runs",
    },
  },
  *check(set) {
    const partition = partitionOf(set);
    if (partition === 0 || set.firstOrdinal === 0 || set.maxReplicas === 0) return;
    const none = hidesAll(set);
    yield {
      message: none ? "none" : "counts",
      data: {
        partition,
        start: set.firstOrdinal,
        updated: none ? "" : podRange(set, partition, set.maxReplicas),
        held: podRange(set, 0, Math.min(partition, set.maxReplicas)),
      },
      at: { manifest: set.manifest, path: partitionPath },
      related: [{ manifest: set.manifest, path: startPath, message: "the first pod's ordinal" }],
    };
  },
});

import { defineRule } from "../../src/lint/contract/rule.ts";
import { has } from "../../src/model/fields.ts";
import { hidesAll, partitionOf, partitionPath, withoutPartition } from "./_strategy.ts";

export const partitionHidesAll = defineRule({
  id: "partition-hides-all",
  category: "rollout",
  subject: "StatefulSet",
  summary: "partition is not below the number of replicas: no upgrade ever reaches a pod",
  rationale: `Only pods whose index is at least \`partition\` are updated, and indices run from 0 to replicas - 1. With a partition
that is as large as \`replicas\` or larger there is none: \`helm upgrade\` succeeds, the StatefulSet shows the new image, and
every pod keeps running the old one, also after it is deleted and made again.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `An autoscaler that can go above the partition makes it \`partition-nonzero\`. With \`replicas: 0\` there is no pod to
hold back. A phased rollout that begins with everything held back is meant: suppress the finding with the day on which it ends.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#partitions",
    "kubernetes/kubernetes#70442",
    "helm/helm#11773",
  ],
  messages: {
    hidesAll: {
      text: "partition `{partition}` is not below the {replicas} of this set, so no upgrade ever reaches a pod: all keep the old image and configuration",
      help: "remove `partition`, or set it to 0; only pods whose index is at least the partition are updated",
    },
  },
  *check(set) {
    if (partitionOf(set) === 0 || !hidesAll(set)) return;
    const autoscaler = set.autoscalers.find(({ maxReplicas }) => maxReplicas === set.maxReplicas);
    const number = set.maxReplicas;
    yield {
      message: "hidesAll",
      data: { partition: partitionOf(set), replicas: number === 1 ? "one replica" : `${number} replicas` },
      at: { manifest: set.manifest, path: partitionPath },
      fix: withoutPartition(set),
      related:
        autoscaler !== undefined
          ? [
              {
                manifest: autoscaler.manifest,
                path: ["spec", autoscaler.manifest.kind === "ScaledObject" ? "maxReplicaCount" : "maxReplicas"],
                message: `at most ${number} replicas`,
              },
            ]
          : has(set.spec, "replicas")
            ? [{ manifest: set.manifest, path: ["spec", "replicas"], message: "indices stay below this" }]
            : [],
    };
  },
});

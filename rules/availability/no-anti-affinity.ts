import { defineRule } from "../../src/lint/contract/rule.ts";
import { isMapping, list, mapping } from "../../src/model/fields.ts";

export const noAntiAffinity = defineRule({
  id: "no-anti-affinity",
  category: "availability",
  subject: "Workload",
  summary: "several replicas, and nothing keeps them on different nodes",
  rationale: `Without anti-affinity or a topology spread constraint the scheduler prefers to spread pods, and does not have to: after a few
drains all replicas may stand on one node. Volumes then bind them there, and one failing node takes the whole set down.`,
  severity: "info",
  confidence: "possible",
  preset: "strict",
  since: "0.1.0",
  falseAlarms:
    "Constraints that a cluster gives every pod by default (the scheduler's `defaultConstraints`), or a policy adds, are not known.",
  references: ["https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"],
  messages: {
    none: {
      text: "nothing keeps these {replicas} replicas on different nodes: one node that fails may take all of them down",
      help: "add `topologySpreadConstraints`, or a `podAntiAffinity`, with topologyKey `kubernetes.io/hostname` and the set's own labels",
    },
  },
  *check(set) {
    const { spec } = set.pod;
    if (set.maxReplicas < 2 || list(spec.topologySpreadConstraints).length > 0) return;
    if (isMapping(mapping(spec.affinity).podAntiAffinity)) return;
    yield {
      message: "none",
      data: { replicas: set.maxReplicas },
      at: { manifest: set.manifest, path: set.replicasPath ?? ["spec"] },
    };
  },
});

import { defineRule } from "../../src/lint/contract/rule.ts";
import { majorityOf } from "../../src/model/majority.ts";

export const pdbMissing = defineRule({
  id: "pdb-missing",
  category: "availability",
  subject: "Workload",
  summary: "no PodDisruptionBudget protects the majority of a set that needs one",
  rationale: `A node upgrade drains several nodes in parallel. Without a PodDisruptionBudget nothing keeps it from evicting half of the
members at once, and software that agrees by majority stops serving until they are back.`,
  severity: "info",
  confidence: "likely",
  preset: "strict",
  since: "0.1.0",
  falseAlarms: `Only software that is known to need a majority is judged, from three replicas on. A budget that is made elsewhere is not in
the input. A StatefulSet that comes alone is not judged: then only a part is known.`,
  references: ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/"],
  messages: {
    missing: {
      text: "no PodDisruptionBudget selects these {replicas} pods: a drain of several nodes can evict so many at once that {title} loses its majority",
      help: "add a PodDisruptionBudget with `maxUnavailable: 1` and the set's selector",
    },
  },
  *check(set) {
    const needed = majorityOf(set);
    if (needed === undefined || set.maxReplicas < 3 || set.budgets.length > 0) return;
    if (set.manifest.source === undefined && set.release.manifests.length === 1) return;
    yield {
      message: "missing",
      assumesWhole: true,
      data: { replicas: set.maxReplicas, title: needed.title },
      at: { manifest: set.manifest, path: set.replicasPath ?? ["spec"] },
    };
  },
});

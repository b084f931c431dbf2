import { defineRule } from "../../src/lint/contract/rule.ts";
import { templateChanges } from "./_template-changes.ts";

export const rolloutHeld = defineRule({
  id: "rollout-held",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "an update changes the pod template, but a partition or OnDelete keeps pods on the old one",
  rationale: `With \`type: OnDelete\` the controller replaces a pod only when somebody deletes it; with a partition it leaves all pods below
that index on the old revision. The upgrade then reports success while the old version keeps running, until a pod happens to
die: it comes back on the old revision below a partition, on the new one under OnDelete.`,
  severity: "warning",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "A canary in progress, or an operator that deletes the pods itself.",
  references: ["helm/helm#11773", "hashicorp/vault-helm#81"],
  messages: {
    partition: {
      text: "the pod template of StatefulSet `{set}` changes, but partition {partition} keeps {held} on the old one",
      help: "lower the partition step by step once the new pods are well, and set it to 0 in the end",
    },
    onDelete: {
      text: "the pod template of StatefulSet `{set}` changes, but with `type: OnDelete` every pod stays on the old one until somebody deletes it",
      help: "delete the pods one by one after the upgrade (`kubectl delete pod {pod}`, the last first, each once the one before is ready), or use RollingUpdate",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      // A refused update reaches no pod.
      if (context.updateRefusals(pair.after.manifest, pair.before.manifest).length > 0) continue;
      const { after } = pair;
      const { type, partition } = after.strategy;
      const held = type === "OnDelete" ? after.replicas : Math.min(partition, after.replicas);
      const [first] = held === 0 ? [] : templateChanges(pair);
      if (first === undefined) continue;
      const last = Math.max(0, after.replicas - 1);
      yield {
        message: type === "OnDelete" ? "onDelete" : "partition",
        data: {
          set: after.name,
          partition,
          held: held === 1 ? `pod ${after.podName(0)}` : `pods ${after.podName(0)} to ${after.podName(held - 1)}`,
          pod: after.podName(last),
        },
        at: {
          manifest: after.manifest,
          path: ["spec", "updateStrategy", ...(type === "OnDelete" ? ["type"] : ["rollingUpdate", "partition"])],
        },
        related: [{ manifest: after.manifest, path: first, message: "changes" }],
      };
    }
  },
});

import { defineRule } from "../../src/lint/contract/rule.ts";
import { strategyPath } from "./_strategy.ts";

export const onDeleteStrategy = defineRule({
  id: "on-delete-strategy",
  category: "rollout",
  subject: "StatefulSet",
  summary: "updateStrategy OnDelete: an upgrade changes no pod until somebody deletes it",
  rationale: `With \`OnDelete\` the controller never replaces a pod because its template changed. After \`helm upgrade\` the
StatefulSet shows the new image while every pod runs the old one, until each is deleted by hand or for another reason: a node
that fails at night brings one pod back on the new version, alone.`,
  severity: "info",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Software that must be upgraded in an order of its own, as Vault with its standbys before the active node, is
deployed so on purpose; there the message says so.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies",
    "hashicorp/vault-helm#81",
  ],
  messages: {
    onDelete: {
      text: "with updateStrategy `OnDelete` an upgrade changes no pod: each keeps the old image and configuration until it is deleted",
      help: "use `RollingUpdate`, or tell your users to delete the pods one after another once an upgrade is done",
    },
    byDesign: {
      text: "with updateStrategy `OnDelete` an upgrade changes no pod; {title} is deployed so on purpose: {order}",
      help: "after an upgrade delete the pods one after another, in the order that {title} documents",
    },
  },
  *check(set) {
    if (set.strategy.type !== "OnDelete") return;
    const order = set.known?.onDeleteByDesign;
    yield {
      message: order === undefined ? "onDelete" : "byDesign",
      data: { title: set.known?.title ?? "", order: order ?? "" },
      at: { manifest: set.manifest, path: [...strategyPath, "type"] },
    };
  },
});

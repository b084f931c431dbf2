import { defineRule } from "../../src/lint/contract/rule.ts";
import { strategyPath } from "./_strategy.ts";

const blockPath = [...strategyPath, "rollingUpdate"];

export const ondeleteWithRollingupdate = defineRule({
  id: "ondelete-with-rollingupdate",
  category: "rollout",
  subject: "StatefulSet",
  summary: "a rollingUpdate block beside updateStrategy OnDelete, which the API server refuses",
  rationale: `The API server takes a \`rollingUpdate\` block only with the type \`RollingUpdate\`; beside \`OnDelete\` it refuses the whole
StatefulSet, be the block empty or not. It often comes from values that are merged: a user sets the type, and the chart's default
block stays.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "None: a block that is null counts as absent and is left alone.",
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies",
    "https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/apps/validation/validation.go",
  ],
  messages: {
    both: {
      text: "a `rollingUpdate` block stands beside updateStrategy `OnDelete`: the API server refuses the StatefulSet",
      help: "remove `rollingUpdate`, or write `type: RollingUpdate`; in a chart, render the block only for that type",
    },
  },
  *check(set, context) {
    const { type, hasRollingUpdate } = set.strategy;
    if (type !== "OnDelete" || !hasRollingUpdate) return;
    const refusal = context
      .refusals(set.manifest)
      .find(({ field }) => field === "spec.updateStrategy.rollingUpdate" || field === "spec.updateStrategy");
    yield {
      message: "both",
      at: { manifest: set.manifest, path: blockPath, aim: "key" },
      fix: {
        description: "remove `rollingUpdate`",
        changes: [{ do: "remove", place: { manifest: set.manifest, path: blockPath } }],
      },
      related: [{ manifest: set.manifest, path: [...strategyPath, "type"], message: "takes no rollingUpdate block" }],
      ...(refusal === undefined
        ? {}
        : { admission: { type: refusal.type, field: refusal.field, detail: refusal.detail } }),
    };
  },
});

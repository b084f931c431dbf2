import { defineRule } from "../../src/lint/contract/rule.ts";
import { integer } from "../../src/model/fields.ts";

export const revisionHistoryNegative = defineRule({
  id: "revision-history-negative",
  category: "rollout",
  subject: "StatefulSet",
  summary: "revisionHistoryLimit is negative, on which old controllers crash",
  rationale: `The API server accepts a negative \`revisionHistoryLimit\` with no more than a warning. Controllers up to 1.32 that were not
patched crash on it, over and over, and with kube-controller-manager every controller of the cluster stops; patched ones keep no
old revision.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms:
    "A cluster whose controllers are patched only keeps no history: then nothing can be rolled back by `kubectl rollout undo`.",
  references: ["kubernetes/kubernetes#129017"],
  messages: {
    negative: {
      text: "revisionHistoryLimit `{limit}` is negative: the controller manager of Kubernetes up to 1.32 crashes on it unless patched, and a patched one keeps no revision to roll back to",
      help: "write how many old revisions to keep, such as 10, or remove the field",
    },
  },
  *check(set) {
    const limit = integer(set.spec.revisionHistoryLimit);
    if (limit === undefined || limit >= 0) return;
    const at = { manifest: set.manifest, path: ["spec", "revisionHistoryLimit"] };
    yield {
      message: "negative",
      data: { limit },
      at,
      fix: { description: "write the default, 10", changes: [{ do: "replace", place: at, text: "10" }] },
    };
  },
});

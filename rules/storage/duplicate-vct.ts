import { defineRule } from "../../src/lint/contract/rule.ts";
import type { ClaimTemplate } from "../../src/model/statefulset.ts";

export const duplicateVct = defineRule({
  id: "duplicate-vct",
  category: "storage",
  subject: "StatefulSet",
  summary: "two claim templates have one name",
  rationale: `The API server accepts two claim templates of one name. The controller keeps them in a map by name, so only the last one
is ever used: the size, class and modes of the other are lost without a word.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "None known.",
  references: [
    "kubernetes/kubernetes pkg/controller/statefulset/stateful_set_utils.go getPersistentVolumeClaims",
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates",
  ],
  messages: {
    duplicate: {
      text: "two claim templates are named `{name}`: each pod gets one claim of that name, made from the last of them, and the other is lost without a word",
      help: "give each claim template a name of its own, or remove one",
    },
  },
  *check(set) {
    const first = new Map<string, ClaimTemplate>();
    for (const template of set.claimTemplates) {
      const { name, path } = template;
      if (name === "") continue;
      const before = first.get(name);
      if (before === undefined) {
        first.set(name, template);
        continue;
      }
      yield {
        message: "duplicate",
        data: { name },
        at: { manifest: set.manifest, path: [...path, "metadata", "name"] },
        related: [
          {
            manifest: set.manifest,
            path: [...before.path, "metadata", "name"],
            message: "the first of that name, which is lost",
          },
        ],
      };
    }
  },
});

import { defineRule } from "../../src/lint/contract/rule.ts";
import { hashAnnotations, hasReloader, ownAnnotations } from "./_hash-annotations.ts";

export const checksumMisplaced = defineRule({
  id: "checksum-misplaced",
  category: "pod",
  subject: "Workload",
  summary: "a hash annotation stands on the set instead of the pod template",
  rationale: `Charts write a hash of their configuration into the pod template, so that changed configuration changes the template and the
pods are replaced. On the StatefulSet's own metadata the annotation changes nothing: pods that read the configuration once, at
start, keep the old one.`,
  severity: "warning",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "A key that the pod template carries as well is left alone, and so is a set that a reloader restarts.",
  references: ["https://helm.sh/docs/howto/charts_tips_and_tricks/#automatically-roll-deployments"],
  messages: {
    misplaced: {
      text: "annotation `{key}` stands on the StatefulSet, not on its pod template: when the configuration changes no pod restarts, and all keep the old one",
      help: "move it to `spec.template.metadata.annotations`",
    },
  },
  *check(set) {
    if (hasReloader(set)) return;
    for (const key of hashAnnotations(ownAnnotations(set))) {
      if (!/checksum|config|secret/i.test(key) || set.pod.annotations.has(key)) continue;
      yield {
        message: "misplaced",
        data: { key },
        at: { manifest: set.manifest, path: ["metadata", "annotations", key] },
      };
    }
  },
});

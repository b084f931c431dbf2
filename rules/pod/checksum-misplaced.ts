import { defineRule } from "../../src/lint/contract/rule.ts";
import { hashAnnotations, hasReloader, ownAnnotations } from "./_hash-annotations.ts";

/** SHA-256, SHA-1 and MD5 of the empty text and of an empty line: what a template that renders to nothing hashes to. */
const ofNothing: ReadonlySet<string> = new Set([
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "adc83b19e793491b1c6ea0fd8b46cd9f32e592fc",
  "d41d8cd98f00b204e9800998ecf8427e",
  "68b329da9893e34099c7d8ad5cb9c940",
]);

export const checksumMisplaced = defineRule({
  id: "checksum-misplaced",
  category: "pod",
  subject: "Workload",
  summary: "a hash annotation stands on the set instead of the pod template",
  rationale: `Charts write a hash of their configuration into the pod template, so that changed configuration changes the template and the
pods are replaced. On the StatefulSet's own metadata the annotation changes nothing: pods that read the configuration once, at
start, keep the old one.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms:
    "A key that the pod template carries as well is left alone, and so are a set that a reloader restarts and the hash of an empty file.",
  references: ["https://helm.sh/docs/howto/charts_tips_and_tricks/#automatically-roll-deployments"],
  messages: {
    misplaced: {
      text: "annotation `{key}` stands on the StatefulSet, not on its pod template: when the configuration changes no pod restarts, and all keep the old one",
      help: "move it to `spec.template.metadata.annotations`",
    },
  },
  *check(set) {
    if (hasReloader(set)) return;
    const own = ownAnnotations(set);
    for (const key of hashAnnotations(own)) {
      if (ofNothing.has(own.get(key)?.toLowerCase() ?? "")) continue;
      if (!/checksum|config|secret/i.test(key) || set.pod.annotations.has(key)) continue;
      yield {
        message: "misplaced",
        data: { key },
        at: { manifest: set.manifest, path: ["metadata", "annotations", key] },
      };
    }
  },
});

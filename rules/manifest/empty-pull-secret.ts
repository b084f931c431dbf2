import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, isMapping, list } from "../../src/model/fields.ts";

export const emptyPullSecret = defineRule({
  id: "empty-pull-secret",
  category: "manifest",
  subject: "StatefulSet",
  summary: "a pull secret without a name, after which Helm 3 can no longer upgrade the release",
  rationale: `\`imagePullSecrets: [{name: ""}]\` is accepted and stored as \`[{}]\`. Helm 3 merges that list by name, finds an entry without one,
and gives up in the client: every later upgrade that still has the list fails before anything is sent.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "Server-side apply takes it; under `--apply server` nothing is said.",
  references: ["kubernetes/kubernetes#58477"],
  messages: {
    empty: {
      text: "a pull secret of StatefulSet `{set}` has no name: the server stores an entry without any field, and from then on every upgrade by Helm 3 fails in the client",
      help: "leave the list out where no secret is named: `{open} with .Values.imagePullSecrets {close}`",
    },
  },
  *check(set, context) {
    if (context.apply === "server") return;
    const secrets = list(set.pod.spec.imagePullSecrets);
    const empty = secrets.findIndex((secret) => isMapping(secret) && filled(secret.name) === undefined);
    if (empty < 0) return;
    yield {
      message: "empty",
      data: { set: set.name, open: "{{", close: "}}" },
      at: { manifest: set.manifest, path: ["spec", "template", "spec", "imagePullSecrets", empty] },
    };
  },
});

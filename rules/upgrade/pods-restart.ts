import { defineRule } from "../../src/lint/contract/rule.ts";
import { formatPath } from "../../src/read/path.ts";
import { causeOf, templateChanges } from "./_template-changes.ts";

export const podsRestart = defineRule({
  id: "pods-restart",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "an update changes the pod template, so pods are replaced, and says why",
  rationale: `Any difference in the pod template makes a new revision, and the controller replaces the pods one after the other, the
highest ordinal first. A label with the chart's version, or a checksum over a Secret that is made anew with every render,
restarts every pod with every upgrade, though nothing that the pods run changed.`,
  severity: "info",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "None: a template that differs is a new revision.",
  references: ["bitnami/charts#5977"],
  messages: {
    restart: {
      text: "the pod template of StatefulSet `{set}` changes at {places}: {pods}, {reach}",
      help: "nothing, if a restart is what you want; `sts-lint plan --against OLD` shows the order and how long it takes",
    },
    needless: {
      text: "only {cause} changes in the pod template of StatefulSet `{set}`, and all the same {pods}, with this upgrade and with every other that changes it",
      help: "take `{place}` out of the pod template's metadata if the pods need not restart for it",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      // A refused update reaches no pod.
      if (context.updateRefusals(pair.after.manifest, pair.before.manifest).length > 0) continue;
      const changes = templateChanges(pair);
      const [first] = changes;
      if (first === undefined || pair.after.maxReplicas === 0) continue;
      const causes = new Set(changes.map(causeOf));
      const needless = !causes.has("image") && !causes.has("other") && causes.size === 1;
      const { after, before } = pair;
      const places = changes.slice(0, 3).map((path) => `\`${formatPath(path.slice(2))}\``);
      yield {
        message: needless ? "needless" : "restart",
        data: {
          set: after.name,
          pods: after.replicas === 1 ? "its pod restarts" : `its ${after.replicas} pods restart`,
          places:
            places.join(", ") + (changes.length > places.length ? ` and ${changes.length - places.length} more` : ""),
          reach:
            after.strategy.partition > 0 ? `down to index ${after.strategy.partition}` : "the highest ordinal first",
          cause: causes.has("checksum") ? "a checksum" : "a version label",
          place: formatPath(first.slice(2)),
        },
        at: { manifest: after.manifest, path: first },
        related: [{ manifest: before.manifest, path: first, message: "what runs now" }],
      };
    }
  },
});

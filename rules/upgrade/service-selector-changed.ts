import { defineRule } from "../../src/lint/contract/rule.ts";
import { lostServices } from "../../src/model/lost-services.ts";

export const serviceSelectorChanged = defineRule({
  id: "service-selector-changed",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update changes a Service so that it no longer selects the pods that run",
  rationale: `A Service's selector takes effect at once, the pods' labels only as each pod is replaced. A selector that fits the new labels
and not the old ones leaves the Service without the pods that still run: at first without any.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "A Service that is meant to leave the set.",
  references: [],
  messages: {
    lost: {
      text: "Service `{service}` will select `{key}: {value}`, which the running pods of StatefulSet `{set}` do not carry: until each is replaced, the Service does not reach it, and at first none",
      help: "change the pods' labels in one upgrade, and the Service's selector in the next",
    },
    dropped: {
      text: "Service `{service}` will select `{key}: {value}`, which the pods of StatefulSet `{set}` do not carry, neither those that run nor the new ones: it reaches none of them any more",
      help: "select labels that the pod template has, or leave the selector as it is",
    },
  },
  *check(upgrade) {
    for (const pair of upgrade.pairs) {
      const { before, after } = pair;
      for (const { service, requirement } of lostServices(pair, upgrade.after)) {
        yield {
          message: after.unmet(requirement) === undefined ? "lost" : "dropped",
          data: { service: service.name, key: requirement.key, value: requirement.values.join(", "), set: after.name },
          at: { manifest: service.manifest, path: ["spec", "selector", requirement.key] },
          related: [
            {
              manifest: before.manifest,
              path: ["spec", "template", "metadata", "labels"],
              message: "the labels of the pods that run",
            },
          ],
        };
      }
    }
  },
});

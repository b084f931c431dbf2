import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Volume } from "../../src/model/pod.ts";
import { whereRefused } from "../_shared/refusal-at.ts";

export const duplicateVolume = defineRule({
  id: "duplicate-volume",
  category: "storage",
  subject: "StatefulSet",
  summary: "two volumes of the pod have one name",
  rationale: `The names of a pod's volumes must be unique. Kubernetes 1.34 and later refuse the StatefulSet; earlier versions accept it, and
its controller then fails to create every pod (FailedCreate).`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Volumes with the name of a claim template are dropped before names are compared: they are never duplicates, and
\`vct-shadows-volume\` speaks about them.`,
  references: ["kubernetes/kubernetes#84698", "kubernetes/kubernetes#131790"],
  messages: {
    duplicate: {
      text: "the pod has two volumes named `{name}`: {outcome}",
      help: "remove one of them, or give it another name and mount it under that",
    },
  },
  *check(set, context) {
    const first = new Map<string, Volume>();
    for (const volume of set.volumes) {
      const { name, path } = volume;
      if (name === "") continue;
      const before = first.get(name);
      if (before === undefined) {
        first.set(name, volume);
        continue;
      }
      const at = { manifest: set.manifest, path: [...path, "name"] };
      yield* whereRefused(
        context,
        {
          message: "duplicate",
          data: { name },
          at,
          related: [
            { manifest: set.manifest, path: [...before.path, "name"], message: "the first volume of that name" },
          ],
        },
        "cannot create its pods",
      );
    }
  },
});

import { defineRule } from "../../src/lint/contract/rule.ts";
import { labels, mapping } from "../../src/model/fields.ts";
import { knownVersions, versionIn } from "./_versions.ts";

export const selectorVersionedLabel = defineRule({
  id: "selector-versioned-label",
  category: "storage",
  subject: "StatefulSet",
  summary: "the StatefulSet's selector holds a version",
  rationale: `A StatefulSet's selector cannot be changed once the set exists. A label that holds the version of the chart or of
the app changes with every release of them, so the next \`helm upgrade\` is refused: \`updates to statefulset spec for fields other than …
are forbidden\`. The selector's labels are copied onto the claims as well.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "None known. The key alone proves nothing: `chart: harbor` is left alone.",
  fix: `Select by labels that never change, such as \`app.kubernetes.io/name\` and \`app.kubernetes.io/instance\`; the pods may carry
the version besides. A set that runs already has to be deleted once with \`kubectl delete statefulset NAME --cascade=orphan\`, which leaves
pods and claims alone, and installed again; its old pods must then be relabelled or deleted.`,
  references: ["helm/charts#7680", "helm/charts#7803"],
  messages: {
    versioned: {
      text: "the selector's label `{key}: {value}` holds the version `{version}`: the selector cannot be changed, so the upgrade to another version is refused",
      help: "take `{key}` out of selector.matchLabels and select by labels that never change; the pod template may keep it",
    },
  },
  *check(set) {
    const known = knownVersions(set);
    for (const [key, value] of labels(mapping(set.spec.selector).matchLabels)) {
      const version = versionIn(key, value, known);
      if (version === undefined) continue;
      yield {
        message: "versioned",
        data: { key, value, version },
        at: { manifest: set.manifest, path: ["spec", "selector", "matchLabels", key] },
      };
    }
  },
});

import { defineRule } from "../../src/lint/contract/rule.ts";
import { someVersions } from "../../src/lint/contract/some-versions.ts";
import { claimLabels, repeated, versionsThatFixLabels, withoutLabel } from "./_claim-labels.ts";
import { knownVersions, versionIn } from "./_versions.ts";

export const vctVersionedLabel = defineRule({
  id: "vct-versioned-label",
  category: "storage",
  subject: "StatefulSet",
  summary: "a claim template carries a label with a version in it",
  rationale: `volumeClaimTemplates cannot be changed once the StatefulSet exists, labels included. A label that holds the version
of the chart or of the app changes with every release of them, so the next \`helm upgrade\` is refused:
\`updates to statefulset spec for fields other than … are forbidden\`. The chart cannot be upgraded without deleting the set.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `The key alone proves nothing: \`chart: harbor\` is left alone. A version that never changes does no harm; then the
label says nothing either.`,
  fix: `Give claim templates the selector's labels only, such as \`app.kubernetes.io/name\` and \`app.kubernetes.io/instance\`.
A set that runs already keeps its old labels until it is deleted with \`kubectl delete statefulset NAME --cascade=orphan\`, which leaves
pods and claims alone, and installed again.`,
  references: ["helm/charts#7803", "helm/helm#4695"],
  messages: {
    versioned: {
      text: "claim template `{template}` has the label `{key}: {value}`, which holds the version `{version}`: claim templates cannot be changed, so the upgrade to another version is refused",
      help: "leave `{key}` out of the claim template's labels: write only labels that never change, such as those of the selector. An installed release refuses that once, as it would refuse the next version: `sts-lint plan` prints the way through",
    },
  },
  *check(set, context) {
    const versions = versionsThatFixLabels(context);
    if (versions.length === 0) return;
    const known = knownVersions(set);
    for (const label of claimLabels(set)) {
      const { key, value, template, path } = label;
      const version = versionIn(key, value, known);
      if (version === undefined) continue;
      yield {
        message: "versioned",
        data: { template, key, value, version },
        ...someVersions(versions, context),
        at: { manifest: set.manifest, path },
        related: repeated(set, label),
        fix: withoutLabel(set, label),
      };
    }
  },
});

import { defineRule } from "../../src/lint/contract/rule.ts";
import { someVersions } from "../../src/lint/contract/some-versions.ts";
import { maxUnavailablePath } from "./_strategy.ts";

export const maxUnavailableIgnored = defineRule({
  id: "max-unavailable-ignored",
  category: "rollout",
  subject: "StatefulSet",
  summary: "maxUnavailable is set, and the cluster's version drops it silently",
  rationale: `\`rollingUpdate.maxUnavailable\` of a StatefulSet stands behind the feature gate MaxUnavailableStatefulSet. Where the gate
is off the API server drops the field without a word, before it validates it: pods are updated one at a time, whatever the value,
and a rollout takes as many times longer as somebody counted on it being faster.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Nothing is said for a version whose gate is on (1.37, and 1.35.0 to 1.35.3, which count as 1.35 here and so as off).
Where the cluster's administrators turned the gate on, say so with \`--feature-gates MaxUnavailableStatefulSet=true\`.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#maximum-unavailable-pods",
    "StarRocks/starrocks-kubernetes-operator#615",
  ],
  messages: {
    dropped: {
      text: "Kubernetes {versions} drops maxUnavailable `{value}` silently, because the feature gate MaxUnavailableStatefulSet is off there: pods are updated one at a time",
      help: "remove `maxUnavailable`; or turn the gate on in the cluster and say so with `--feature-gates MaxUnavailableStatefulSet=true`",
    },
  },
  *check(set, context) {
    const value = set.strategy.maxUnavailable;
    if (set.strategy.type !== "RollingUpdate" || value === undefined) return;
    const versions = context.versionsWithout("MaxUnavailableStatefulSet");
    const [first] = versions;
    if (first === undefined) return;
    const last = versions[versions.length - 1] ?? first;
    yield {
      message: "dropped",
      data: { value, versions: first === last ? first : `${first} to ${last}` },
      at: { manifest: set.manifest, path: maxUnavailablePath },
      fix: {
        description: "remove `maxUnavailable`",
        changes: [{ do: "remove", place: { manifest: set.manifest, path: maxUnavailablePath } }],
      },
      ...someVersions(versions, context),
    };
  },
});

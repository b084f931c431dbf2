import { defineRule } from "../../src/lint/contract/rule.ts";
import { spreadTerms } from "./_spread.ts";

export const antiAffinityMatchesNothing = defineRule({
  id: "anti-affinity-matches-nothing",
  category: "availability",
  subject: "Workload",
  summary: "a selector that should keep pods apart matches no pod",
  rationale: `\`podAntiAffinity\` and \`topologySpreadConstraints\` keep a pod away from those that their \`labelSelector\` matches. Where it
matches no pod, most often because a label was renamed and the selector was not, the term is accepted and does nothing: replicas
may share one node, and go down with it together.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `A term may keep away from pods that are made elsewhere: one that names other namespaces is left alone, and so is one that
has no label in common with the set's own pods, beside another term of its kind that matches them.`,
  references: [
    "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
    "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#known-limitations",
  ],
  messages: {
    different: {
      text: "this {kind} term matches no pod in the release: the set's own pods have `{key}: {own}`, not `{value}`, so replicas may share a node and go down with it together",
      help: "write `{key}: {own}`, or the set's `spec.selector.matchLabels`, in the term's labelSelector",
    },
    absent: {
      text: "this {kind} term matches no pod in the release: the set's own pods have no label `{key}`, so replicas may share a node and go down with it together",
      help: "write the set's `spec.selector.matchLabels` in the term's labelSelector, or give the pod template the label `{key}`",
    },
    several: {
      text: "this {kind} term matches no pod in the release, the set's own neither, so replicas may share a node and go down with it together",
      help: "write the set's `spec.selector.matchLabels` in the term's labelSelector",
    },
  },
  *check(set) {
    const terms = spreadTerms(set);
    const matchesOwn = terms.map(({ requirements }) =>
      requirements.every(({ requirement }) => set.unmet(requirement) === undefined),
    );
    const matching = new Set(terms.flatMap(({ kind }, index) => (matchesOwn[index] === true ? [kind] : [])));
    for (const [index, term] of terms.entries()) {
      if (matchesOwn[index] === true || term.looksElsewhere) continue;
      const unmet = term.requirements.filter(({ requirement }) => set.unmet(requirement) !== undefined);
      const isForeign = unmet.length === term.requirements.length;
      if (isForeign && matching.has(term.kind)) continue;
      const selector = { requirements: term.requirements.map(({ requirement }) => requirement) };
      if (set.release.workloadsSelectedBy(selector, set.manifest).length > 0) continue;
      const [first] = unmet;
      if (first === undefined) continue;
      const { key, values, operator } = first.requirement;
      const own = set.pod.labels.get(key);
      const single = unmet.length === 1 && (operator === "In" || operator === "Exists");
      yield {
        message: !single ? "several" : own === undefined ? "absent" : "different",
        assumesWhole: true,
        data: { kind: term.kind, key, own: own ?? "", value: values.join(", ") },
        at: { manifest: set.manifest, path: single ? first.path : term.path },
        ...(single && own !== undefined && values.length === 1
          ? {
              fix: {
                safe: false,
                description: `write \`${own}\`, as the pods have it`,
                changes: [
                  {
                    do: "replace",
                    place: { manifest: set.manifest, path: first.path },
                    text: JSON.stringify(own),
                  },
                ],
              },
            }
          : {}),
        related:
          single && own !== undefined
            ? [
                {
                  manifest: set.manifest,
                  path: [...set.pod.path, "metadata", "labels", key],
                  message: "what the set's own pods carry",
                },
              ]
            : [],
      };
    }
  },
});

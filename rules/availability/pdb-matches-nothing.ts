import { defineRule } from "../../src/lint/contract/rule.ts";
import { has, list, mapping } from "../../src/model/fields.ts";
import { together } from "../../src/model/namespace.ts";
import {
  isComponentKey,
  isNamedAfter,
  type NearSet,
  nearSet,
  selectsSomething,
  setsThatMeetOne,
} from "../../src/model/near-set.ts";
import type { Budget } from "../../src/model/neighbours.ts";
import type { Release } from "../../src/model/release.ts";
import type { Requirement, Selector } from "../../src/model/selector.ts";
import type { Surroundings } from "../../src/model/workload.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";

export const pdbMatchesNothing = defineRule({
  id: "pdb-matches-nothing",
  category: "availability",
  subject: "Release",
  summary: "a PodDisruptionBudget that was meant for a StatefulSet's pods selects none of them",
  rationale: `A budget protects the pods that its selector fits and says nothing when there are none. Where it asks for a label that the
pods do not carry, a node upgrade may evict all members at once, as if there were no budget.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Only where no pod of the input fits, no other budget selects the set, and the budget was plainly meant for it: all labels
but one are the set's and no pod template has the last one, or what is missed are labels that charts put on every pod. Labels
that are set while pods run (roles, active members) and those of another component are left alone.`,
  references: [
    "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    "redpanda-data/helm-charts#1508",
    "1Password/connect-helm-charts#240",
    "bitnami/charts#34544",
  ],
  messages: {
    nothing: {
      text: "PodDisruptionBudget `{budget}` selects `{key}: {wanted}`, which no pod of StatefulSet `{set}` or of anything else here carries: it protects nothing, and a drain may evict all members at once",
      help: "select the labels by which the set knows its pods, or add `{key}: {wanted}` to the pod template's labels",
    },
    absent: {
      text: "PodDisruptionBudget `{budget}` asks for pods with a label `{key}`, which no pod of StatefulSet `{set}` or of anything else here carries: it protects nothing, and a drain may evict all members at once",
      help: "select the labels by which the set knows its pods, or add the label `{key}` to the pod template's labels",
    },
  },
  *check(release) {
    for (const budget of release.budgets) {
      const { selector, manifest } = budget;
      if (selector === undefined || selectsSomething(selector, manifest, release)) continue;
      const near = nearSet(selector, manifest, release) ?? lackingOne(selector, budget, release);
      const first = near?.unmet[0];
      if (near === undefined || first === undefined || near.set.budgets.length > 0 || near.set.maxReplicas < 2)
        continue;
      const { set } = near;
      yield {
        message: first.operator === "Exists" ? "absent" : "nothing",
        assumesWhole: true,
        data: { budget: budget.name, key: first.key, wanted: first.values.join(" or "), set: set.name },
        at: { manifest, path: placeOf(first, manifest) },
        related: [
          {
            manifest: set.manifest,
            path: [...set.pod.path, "metadata", "labels"],
            message: "the labels of the pods that it was meant for",
          },
        ],
      };
    }
  },
});

/** Whether the label has to be there: one that has to be absent, or other, leaves no pod out by a misspelling. */
function wants({ operator }: Requirement): boolean {
  return operator === "In" || operator === "Exists";
}

/** Where the demand is written: among the labels, or as one of the expressions. */
function placeOf({ key, operator }: Requirement, { value }: Manifest): Path {
  const selector = mapping(mapping(value.spec).selector);
  const index = list(selector.matchExpressions).findIndex((item) => {
    const expression = mapping(item);
    return expression.key === key && expression.operator === operator;
  });
  const isExpression = index >= 0 && (operator !== "In" || !has(mapping(selector.matchLabels), key));
  return ["spec", "selector", ...(isExpression ? ["matchExpressions", index, "key"] : ["matchLabels", key])];
}

/** Keys by which running software marks its leader. */
const marks = /role|active|leader|primary|master|standby|writer/i;

/** The set whose pods lack one label only, of a key that no pod template of the input has. */
function lackingOne(selector: Selector, { manifest }: Budget, release: Release): NearSet | undefined {
  if (selector.requirements.length < 2) return undefined;
  let found: NearSet | undefined;
  for (const set of setsThatMeetOne(selector, release)) {
    if (!together(set.manifest, manifest)) continue;
    const unmet = selector.requirements.filter((requirement) => set.unmet(requirement) !== undefined);
    const [only, second] = unmet;
    if (only === undefined || second !== undefined || !wants(only) || marks.test(only.key)) continue;
    if (isComponentKey(only.key) && !isNamedAfter(manifest.name, set.name)) continue;
    if (release.once(labelKeys).has(only.key)) continue;
    if (found !== undefined) return undefined;
    found = { set, unmet };
  }
  return found;
}

/** The keys of the labels of all pods that a release makes. */
function labelKeys({ workloads }: Surroundings): ReadonlySet<string> {
  return new Set(workloads.flatMap(({ pod }) => [...pod.labels.keys()]));
}

import { defineRule } from "../../src/lint/contract/rule.ts";
import { together } from "../../src/model/namespace.ts";
import type { Budget } from "../../src/model/neighbours.ts";
import { singlesOut } from "../../src/model/selected-pods.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { covered } from "./_budget.ts";

/** More budgets of one set are not remembered: two are already one too many. */
const mostBudgets = 4;

export const pdbOverlap = defineRule({
  id: "pdb-overlap",
  category: "availability",
  subject: "Release",
  summary: "two PodDisruptionBudgets select the same pod, which then cannot be evicted at all",
  rationale: `The eviction API takes a pod with one PodDisruptionBudget at most. With two it answers every eviction with an error, whatever
the budgets allow: a drain fails on that pod.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "None in the input itself. Budgets that exist only in the cluster are not known.",
  references: [
    "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors",
    "druid-io/druid-operator#213",
  ],
  messages: {
    two: {
      text: "the pods of StatefulSet `{set}` are also selected by PodDisruptionBudget `{first}`: with two budgets every eviction fails, and their nodes cannot be drained",
      help: "keep one of the two budgets, or narrow their selectors until no pod is in both",
    },
  },
  *check(release) {
    if (release.budgets.length < 2) return;
    const before = new Map<StatefulSetView, Budget[]>();
    for (const budget of release.budgets) {
      // Budgets over single pods of a set rarely mean the same one.
      if (budget.selector === undefined || singlesOut(budget.selector)) continue;
      let isSaid = false;
      for (const set of covered(release, budget).statefulSets) {
        const others = before.get(set) ?? [];
        const first = others.find(
          (other) => together(other.manifest, budget.manifest) && haveCommonPod(set, other, budget),
        );
        before.set(set, [...others, budget].slice(0, mostBudgets));
        if (first === undefined || isSaid) continue;
        isSaid = true;
        yield {
          message: "two",
          data: { set: set.name, first: first.name },
          at: { manifest: budget.manifest, path: ["spec", "selector"] },
          related: [
            { manifest: first.manifest, path: ["spec", "selector"], message: "selects them too" },
            { manifest: set.manifest, path: ["metadata", "name"], message: "the pods in question" },
          ],
        };
      }
    }
  },
});

/** Budgets that name pods one by one, each other ones, do not meet. */
function haveCommonPod(set: StatefulSetView, one: Budget, other: Budget): boolean {
  const [named, also] = [one, other].map(({ selector }) => selector && set.ordinalsNamedBy(selector));
  return named === undefined || also === undefined || [...named].some((ordinal) => also.has(ordinal));
}

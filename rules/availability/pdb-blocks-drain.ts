import { defineRule } from "../../src/lint/contract/rule.ts";
import { has } from "../../src/model/fields.ts";
import { covered, deciding, evictable, isAccepted, isTotal } from "./_budget.ts";

/** A reader looks at a few of the sets that a budget selects; their number stands in the message. */
const mostNamed = 20;

export const pdbBlocksDrain = defineRule({
  id: "pdb-blocks-drain",
  category: "availability",
  subject: "Release",
  summary: "a PodDisruptionBudget never allows a pod to be evicted, so no node can be drained",
  rationale: `\`kubectl drain\`, cluster autoscalers and node upgrades evict pods, and an eviction waits until the budget allows it. A
budget that asks for as many healthy pods as there are, or for none to be missing, never does: the drain hangs, and a node upgrade
ends in a timeout or by force, without the order that the budget should have kept. A budget that sets neither field allows no
eviction either. Percentages of pods round up: 80% of 3 are all 3.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `With one replica a budget can only block or do nothing: a warning. An autoscaler counts with its maximum; where only its
minimum blocks, that is a warning too. Budgets over pods whose number nobody can tell (DaemonSets, single pods) are judged only
where they block whatever the number. Who blocks drains on purpose, so that a person looks first, says so with a suppression.`,
  references: [
    "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    "helm/charts#7127",
    "zegl/kube-score#376",
  ],
  messages: {
    blocks: {
      text: "with `{budget}` none of the {pods} of {workload} can ever be evicted: a node that runs one of them cannot be drained",
      help: "write `maxUnavailable: 1`: one pod at a time may then be evicted, and the next one only when it is back",
    },
    single: {
      text: "with `{budget}` the only pod of {workload} can never be evicted: its node cannot be drained until somebody deletes the pod or the budget",
      help: "render the budget only from two replicas on, or write `maxUnavailable: 1`",
    },
    empty: {
      text: "this budget sets neither `minAvailable` nor `maxUnavailable`, which allows no eviction: a node that runs a pod of {workload} cannot be drained",
      help: "write `maxUnavailable: 1`: one pod at a time may then be evicted, and the next one only when it is back",
    },
    atMinimum: {
      text: "with `{budget}` none of the {pods} of {workload} can be evicted while the autoscaler keeps its minimum: nodes cannot be drained when there is little load",
      help: "write `maxUnavailable: 1`, which does not depend on the number of pods, or raise the autoscaler's minimum",
    },
  },
  *check(release) {
    for (const budget of release.budgets.filter(isAccepted)) {
      const { statefulSets, workloads, fewest, most } = covered(release, budget);
      const [set] = statefulSets;
      if (set === undefined || most === 0) continue;
      const always = isTotal(budget) || (most !== undefined && evictable(budget, most) === 0);
      const atMinimum = fewest !== undefined && fewest > 0 && evictable(budget, fewest) === 0;
      if (!always && !atMinimum) continue;
      const isEmpty = budget.minAvailable === undefined && budget.maxUnavailable === undefined;
      const message = isEmpty ? "empty" : !always ? "atMinimum" : most === 1 ? "single" : "blocks";
      const { path, words } = deciding(budget);
      const count = always ? most : fewest;
      yield {
        message,
        ...(always && most !== 1 ? {} : { severity: "warning" }),
        data: {
          budget: words,
          pods: count === undefined ? "pods" : `${count} pods`,
          workload: workloads.length > 1 ? `${workloads.length} workloads` : `${set.manifest.kind} \`${set.name}\``,
        },
        at: { manifest: budget.manifest, path },
        related: statefulSets.slice(0, mostNamed).map(({ manifest, spec, name, replicas }) => ({
          manifest,
          path: has(spec, "replicas") ? ["spec", "replicas"] : ["metadata", "name"],
          message: `StatefulSet/${name} has ${replicas === 1 ? "1 replica" : `${replicas} replicas`}`,
        })),
      };
    }
  },
});

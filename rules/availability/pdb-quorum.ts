import { defineRule } from "../../src/lint/contract/rule.ts";
import { has } from "../../src/model/fields.ts";
import { majorityOf, withoutMajority } from "../../src/model/majority.ts";
import { covered, deciding, evictable, isAccepted } from "./_budget.ts";

export const pdbQuorum = defineRule({
  id: "pdb-quorum",
  category: "availability",
  subject: "Release",
  summary: "a PodDisruptionBudget lets a set that needs a majority lose it",
  rationale: `Software that agrees by majority (etcd, ZooKeeper, Consul, …) stops serving while half or more of its members are down. A
budget that allows so many evictions at once lets a node upgrade, which drains several nodes in parallel, take the service down.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only software that is known to need a majority is judged, from three replicas on, and only a budget over that one set. With
two members the majority is lost with either: no budget that lets nodes drain can prevent that.`,
  references: [
    "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#think-about-how-your-application-reacts-to-disruptions",
    "https://etcd.io/docs/v3.5/faq/#what-is-failure-tolerance",
  ],
  messages: {
    majority: {
      text: "`{budget}` lets {down} of {replicas} pods be evicted at once: {title} loses its majority, and {consequence}",
      help: "write `maxUnavailable: 1`, or `minAvailable: {majority}`",
    },
  },
  *check(release) {
    for (const budget of release.budgets.filter(isAccepted)) {
      const { statefulSets, workloads, most } = covered(release, budget);
      const [set] = statefulSets;
      const needed = set === undefined ? undefined : majorityOf(set);
      if (set === undefined || needed === undefined || workloads.length !== 1 || most === undefined || most < 3)
        continue;
      const down = evictable(budget, most);
      if (down === undefined || down < 2 || down * 2 < most) continue;
      const { path, words } = deciding(budget);
      yield {
        message: "majority",
        data: {
          budget: words,
          down,
          replicas: most,
          title: needed.title,
          consequence: withoutMajority(needed),
          majority: Math.floor(most / 2) + 1,
        },
        at: { manifest: budget.manifest, path },
        related: has(set.spec, "replicas")
          ? [{ manifest: set.manifest, path: ["spec", "replicas"], message: "so many members" }]
          : [],
      };
    }
  },
});

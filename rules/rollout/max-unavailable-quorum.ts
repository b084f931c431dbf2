import { defineRule } from "../../src/lint/contract/rule.ts";
import { has } from "../../src/model/fields.ts";
import { scaledValue } from "../../src/model/int-or-string.ts";
import { majorityOf, withoutMajority } from "../../src/model/majority.ts";
import { maxUnavailablePath } from "./_strategy.ts";

const gate = "MaxUnavailableStatefulSet";

export const maxUnavailableQuorum = defineRule({
  id: "max-unavailable-quorum",
  category: "rollout",
  subject: "StatefulSet",
  summary: "a rolling update may take down half or more of a set that needs a majority",
  rationale: `Software that agrees by majority (etcd, ZooKeeper, Consul, …) stops serving while half or more of its members are down. With
the gate MaxUnavailableStatefulSet on, the controller deletes up to \`maxUnavailable\` pods at once during an update, and a
PodDisruptionBudget does not hold it back. A percentage rounds down, to at least one pod.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only software that is known to need a majority is judged, from three replicas on: with two, any update costs the majority.
Versions whose gate is off drop the field; \`max-unavailable-ignored\` says so.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#maximum-unavailable-pods",
    "https://etcd.io/docs/v3.5/faq/#what-is-failure-tolerance",
  ],
  messages: {
    majority: {
      text: "maxUnavailable `{value}` lets an update take down {down} of {replicas} pods at once: {title} loses its majority, and {consequence}",
      help: "set `maxUnavailable` to {most} at most, or remove it: the default is one pod at a time",
    },
  },
  *check(set, context) {
    const value = set.strategy.maxUnavailable;
    if (value === undefined || set.strategy.type !== "RollingUpdate") return;
    const needed = majorityOf(set);
    if (needed === undefined) return;
    const off = context.versionsWithout(gate);
    const versions = context.kubernetesVersions.filter((version) => !off.includes(version));
    const down = Math.max(1, scaledValue(value, set.replicas, "down") ?? 1);
    if (versions.length === 0 || set.replicas < 3 || down * 2 < set.replicas) return;
    yield {
      message: "majority",
      data: {
        value,
        down: Math.min(down, set.replicas),
        replicas: set.replicas,
        title: needed.title,
        consequence: withoutMajority(needed),
        most: Math.ceil(set.replicas / 2) - 1,
      },
      at: { manifest: set.manifest, path: maxUnavailablePath },
      related: has(set.spec, "replicas")
        ? [{ manifest: set.manifest, path: ["spec", "replicas"], message: "so many members" }]
        : [],
      ...(off.length === 0 ? {} : { versions }),
    };
  },
});

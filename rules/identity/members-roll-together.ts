import { defineRule } from "../../src/lint/contract/rule.ts";
import { membersBeside } from "../../src/model/members.ts";
import { hostMentions } from "../../src/model/peers.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const membersRollTogether = defineRule({
  id: "members-roll-together",
  category: "identity",
  subject: "StatefulSet",
  summary: "the members of one cluster are StatefulSets of one replica each",
  rationale: `A rolling update replaces the pods of one StatefulSet one after another and waits for each to be ready. It
knows nothing of other StatefulSets: where each member is a set of its own, a changed template, such as a new image, restarts
all members at the same moment, and the cluster is down until they are back.`,
  severity: "warning",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only sets of one replica and one image whose names differ in a number or letter at the end, and one of which
names another as a host. Sets that are updated by hand (OnDelete) are left alone, and so are members that an operator or a
pipeline updates one after another: suppress it there.`,
  references: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#rolling-updates"],
  messages: {
    together: {
      text: "{count} StatefulSets of one replica are members of one cluster ({names}): every template change restarts all of them at once, because a rolling update waits only within one StatefulSet",
      help: "make one StatefulSet with {count} replicas, which rolls one member after another, or set their `updateStrategy` to type `OnDelete` and delete the pods one by one",
    },
  },
  *check(set) {
    const members = membersBeside(set).filter(({ strategy }) => strategy.type === "RollingUpdate");
    if (members.length < 2 || members[0] !== set) return;
    const sample = members.slice(0, 20);
    if (!sample.some((one) => sample.some((other) => one !== other && names(one, other)))) return;
    yield {
      message: "together",
      data: { count: members.length, names: members.map(({ name }) => `\`${name}\``).join(", ") },
      at: { manifest: set.manifest, path: ["metadata", "name"] },
      related: members
        .slice(1)
        .map(({ manifest }) => ({ manifest, path: ["metadata", "name"], message: "restarts at the same moment" })),
    };
  },
});

/** Whether one's configuration names the other's pod, or the Service that governs only the other, as a host. */
function names(one: StatefulSetView, other: StatefulSetView): boolean {
  if (hostMentions(one, `${other.name}-0`).length > 0 || hostMentions(one, other.name).length > 0) return true;
  const { serviceName } = other;
  return serviceName !== undefined && serviceName !== one.serviceName && hostMentions(one, serviceName).length > 0;
}

import { defineRule } from "../../src/lint/contract/rule.ts";
import { odditiesOf } from "../../src/plan/oddities.ts";

const look = "check both inputs: the new manifests are the input, and `--against` names what runs now";

export const againstUnlike = defineRule({
  id: "against-unlike",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "the old and the new input do not look like two states of one release",
  rationale: `A comparison of two inputs that do not belong together finds nothing, or the wrong things: swapped sides, another chart, another
namespace, an empty old side. None of that may pass as a clean upgrade.`,
  severity: "warning",
  confidence: "possible",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "A rollback looks swapped, and a first install has nothing that runs.",
  references: [],
  messages: {
    "first-install": {
      text: "what runs now holds no StatefulSet: every set here counts as a first install, and none was compared",
      help: "nothing for a first install; else give what runs now: `helm get manifest RELEASE`, or `kubectl get sts,svc,pvc -o yaml`",
    },
    orphaned: {
      text: "what runs now has the pods of StatefulSet `{set}` and not the set itself, as after `kubectl delete --cascade=orphan`: it is made anew, and was not compared with what it was",
      help: "go on with the upgrade that was refused; `sts-lint plan --against NOW` tells which pods it adopts, and which claims it finds",
    },
    "all-vanish": { text: "the new manifests hold no StatefulSet: every one that runs now goes", help: look },
    swapped: {
      text: "old and new look swapped: the new input is the older one, so every answer is about going back",
      help: `nothing for a rollback; else ${look}`,
    },
    "other-namespace": {
      text: "the two inputs are of different namespaces: sets of the same names, but none that this upgrade would change",
      help: look,
    },
    "other-chart": {
      text: "the two inputs are of different charts: no StatefulSet of the one is in the other, so no set was compared",
      help: look,
    },
    unrelated: {
      text: "no StatefulSet of the new manifests runs now: they are of another release, or all sets were renamed",
      help: look,
    },
  },
  *check(upgrade) {
    const set = upgrade.after.statefulSets[0] ?? upgrade.before.statefulSets[0];
    if (set === undefined) return;
    for (const oddity of odditiesOf(upgrade)) {
      yield {
        message: oddity,
        data: { set: set.name },
        ...(oddity === "first-install" || oddity === "orphaned" ? { severity: "info" } : {}),
        at: { manifest: set.manifest, path: ["metadata", "name"] },
      };
    }
  },
});

import { defineRule } from "../../src/lint/contract/rule.ts";
import { integer } from "../../src/model/fields.ts";
import { readControlledSet } from "../../src/plan/controlled-set.ts";
import { updateOf } from "./_template-changes.ts";

export const replicasDropped = defineRule({
  id: "replicas-dropped",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update no longer writes `replicas`, which sets it to 1 until an autoscaler raises it again",
  rationale: `Charts leave \`replicas\` out once an autoscaler is switched on. Client-side, that takes the field away, and the server fills in 1:
all pods but the first end, and come back only as the autoscaler sees load. By server-side apply it happens too where nobody else
owns the field yet; an autoscaler that has written it keeps it.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "A live set without Helm's or kubectl's record of what was applied is taken to keep its number.",
  references: ["helm/helm#12650"],
  messages: {
    dropped: {
      text: "`replicas` of StatefulSet `{set}` was {from} and is not written any more: the apply sets it to 1{under}, and {ended} until {autoscaler} raises it again",
      help: "write `replicas: {from}` in this upgrade still and leave it out in the next, once the autoscaler has written the field itself",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      const { before, after } = pair;
      if (integer(after.spec.replicas) !== undefined) continue;
      if (context.updateRefusals(after.manifest, before.manifest).length > 0) continue;
      const update = updateOf(pair, context);
      const [from, to] = [readControlledSet(update.before).replicas, readControlledSet(update.after).replicas];
      if (from < 2 || to !== 1) continue;
      const [autoscaler] = after.autoscalers;
      yield {
        message: "dropped",
        data: {
          set: after.name,
          from,
          ended: from === 2 ? "its second pod ends" : `${from - 1} of its pods end`,
          under: context.apply === "server" ? " unless somebody else owns the field" : "",
          autoscaler:
            autoscaler === undefined ? "somebody" : `${autoscaler.manifest.kind} \`${autoscaler.manifest.name}\``,
        },
        at: { manifest: after.manifest, path: ["spec"], aim: "key" },
        related: [{ manifest: before.manifest, path: before.replicasPath ?? ["spec"], message: "as many now" }],
      };
    }
  },
});

import { defineRule } from "../../src/lint/contract/rule.ts";
import { mapping } from "../../src/model/fields.ts";
import { refusalOf } from "../../src/plan/refusal.ts";
import { strategyPatch } from "../../src/plan/strategy-way.ts";
import { byHand, undisturbed } from "../_shared/by-hand.ts";
import { updateOf, updateOptions } from "./_template-changes.ts";

const field = "spec.updateStrategy.rollingUpdate";

export const onDeleteRefused = defineRule({
  id: "on-delete-refused",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary:
    "an update to OnDelete that leaves the `rollingUpdate` behind which the API server filled in, and so is refused",
  rationale: `Where a manifest says nothing of its strategy, the API server stores \`rollingUpdate\` with defaults. Helm 3, \`kubectl apply\` and
server-side apply take away only what was written before, so \`type: OnDelete\` comes to stand beside it, and the API server refuses
the whole update: \`only allowed for updateStrategy 'RollingUpdate'\`. A first install with the same manifest is fine.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms:
    "None known: the patch is made as the client makes it. Silent where the old manifest is a live object and says what is stored.",
  references: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies"],
  messages: {
    refused: {
      text: "the update of StatefulSet `{set}` to `type: OnDelete` leaves the `rollingUpdate` that the API server filled in: it refuses the whole upgrade (`{says}`), and the pods stay as they are",
      help: "take it out once, which restarts nothing, then make the upgrade again: {command}",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      const { before, after } = pair;
      if (after.strategy.type !== "OnDelete" || context.updateRefusals(after.manifest, before.manifest).length > 0)
        continue;
      const update = updateOf(pair, context);
      if (update.failed !== undefined || mapping(mapping(update.after.spec).updateStrategy).rollingUpdate === undefined)
        continue;
      const error = refusalOf(update.after, update.before, updateOptions(context))?.errors.find(
        (one) => one[1] === field,
      );
      if (error === undefined) continue;
      const [type, , detail] = error;
      const hands = byHand(after.manifest, context, before.manifest);
      yield {
        message: "refused",
        data: {
          set: after.name,
          says: detail.replace(/^Invalid value: \{.*\}: /, ""),
          command: undisturbed(hands, hands.kubectl("patch", `statefulset/${after.name}`, ...strategyPatch)),
        },
        at: { manifest: after.manifest, path: ["spec", "updateStrategy", "type"] },
        admission: { type, field, detail },
      };
    }
  },
});

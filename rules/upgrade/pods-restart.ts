import type { RuleContext } from "../../src/lint/contract/context.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { restartsOf } from "./_restarts.ts";
import { causeOf, placesOf, templateChanges, updateOf } from "./_template-changes.ts";

export const podsRestart = defineRule({
  id: "pods-restart",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update changes the pod template, so pods are replaced, and says why",
  rationale: `Any difference in the pod template makes a new revision, and the controller replaces the pods one after the other, the
highest ordinal first. A label with the chart's version, or a checksum over a Secret that is made anew with every render,
restarts every pod with every upgrade, though nothing that the pods run changed.`,
  severity: "info",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `None: a template that differs as the server stores it is a new revision. What it drops, a default that is written
out and an amount in another spelling are no difference. Where a partition or OnDelete keeps pods back, \`rollout-held\` says so.`,
  references: ["bitnami/charts#5977"],
  messages: {
    restart: {
      text: "the pod template of StatefulSet `{set}` changes at {places}: {pods}",
      help: "nothing, if a restart is what you want; `sts-lint plan --against OLD` shows the order and how long it takes",
    },
    needless: {
      text: "only a version label changes in the pod template of StatefulSet `{set}` ({places}), and all the same {pods}, with this upgrade and with every other that changes it",
      help: "take `{place}` out of the pod template's metadata if the pods need not restart for it",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      // A refused update reaches no pod.
      if (context.updateRefusals(pair.after.manifest, pair.before.manifest).length > 0) continue;
      const changes = templateChanges(pair, context);
      const [first] = changes;
      if (first === undefined) continue;
      const { replaced, held } = restartsOf(updateOf(pair, context));
      if (held.count > 0) continue;
      const needless = changes.every((change) => causeOf(change) === "version");
      yield {
        message: needless ? "needless" : "restart",
        data: {
          set: pair.after.name,
          pods: restartText(replaced.count, atOnce(pair.after, context)),
          places: placesOf(changes),
          place: first.shown,
        },
        at: { manifest: pair.after.manifest, path: first.path },
        related: [{ manifest: pair.before.manifest, path: first.before, message: "what runs now" }],
      };
    }
  },
});

/** How many pods go at once, where every version that is asked for does so. */
function atOnce({ strategy }: StatefulSetView, context: RuleContext): number | string | undefined {
  return context.versionsWithout("MaxUnavailableStatefulSet").length === 0 ? strategy.maxUnavailable : undefined;
}

function restartText(count: number, most: number | string | undefined): string {
  if (count === 0) return "a new revision, though no pod runs that would restart for it";
  if (count === 1) return "its pod restarts";
  const how = most === undefined || most === 1 ? "" : `, up to \`maxUnavailable: ${most}\` at once`;
  return `its ${count} pods restart, the highest ordinal first${how}`;
}

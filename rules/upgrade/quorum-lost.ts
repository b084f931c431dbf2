import { defineRule } from "../../src/lint/contract/rule.ts";
import { readControlledSet } from "../../src/plan/controlled-set.ts";
import { updateOf } from "./_template-changes.ts";

export const quorumLost = defineRule({
  id: "quorum-lost",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "an update leaves fewer members of a cluster than the majority of those that it knows",
  rationale: `Members of a quorum count themselves against all that ever joined, not against \`replicas\`. Two of three voters that are scaled away
at once are two that no longer answer: the last one has no majority, elects no leader and serves nothing, and it cannot remove the
others any more, since that takes a majority too.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only for software that is known to need a majority, and whose members last: on claims, or listed in its configuration. A set that is
scaled to zero is stopped, not broken.`,
  references: ["bitnami/charts#4614", "bitnami/charts#10009"],
  messages: {
    lost: {
      text: "StatefulSet `{set}` goes from {from} to {to}: {title} needs {majority} of its {from} members, and the {to} left {are} no majority: without a leader nothing is served",
      help: "remove the members from the cluster first, one by one, each while a majority is there, and lower replicas by one each time",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      const { before, after } = pair;
      const known = before.known;
      if (known?.quorum !== true || (!before.isPersistent && before.peers.length === 0)) continue;
      if (context.updateRefusals(after.manifest, before.manifest).length > 0) continue;
      const update = updateOf(pair, context);
      const [from, to] = [readControlledSet(update.before).replicas, readControlledSet(update.after).replicas];
      const majority = Math.floor(from / 2) + 1;
      if (to === 0 || to >= majority) continue;
      yield {
        message: "lost",
        data: { set: after.name, title: known.title, from, to, majority, are: to === 1 ? "is" : "are" },
        at: { manifest: after.manifest, path: after.replicasPath ?? ["metadata", "name"] },
        related: [
          {
            manifest: before.manifest,
            path: before.replicasPath ?? ["metadata", "name"],
            message: "as many members now",
          },
        ],
      };
    }
  },
});

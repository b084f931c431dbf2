import { defineRule } from "../../src/lint/contract/rule.ts";
import { lostQuorum, quorumText } from "../../src/plan/lost-quorum.ts";
import { updateOf } from "./_template-changes.ts";

export const quorumLost = defineRule({
  id: "quorum-lost",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
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
      text: "StatefulSet `{set}` goes from {from} to {to}: {why}",
      help: "remove the members from the cluster first, one by one, each while a majority is there, and lower replicas by one each time",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      const { before, after } = pair;
      if (before.known?.quorum !== true) continue;
      if (context.updateRefusals(after.manifest, before.manifest).length > 0) continue;
      const lost = lostQuorum(before, updateOf(pair, context));
      if (lost === undefined) continue;
      yield {
        message: "lost",
        data: { set: after.name, from: lost.from, to: lost.to, why: quorumText(lost) },
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

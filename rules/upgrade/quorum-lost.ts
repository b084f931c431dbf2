import { defineRule } from "../../src/lint/contract/rule.ts";
import { majorityOf } from "../../src/model/majority.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { lostQuorum, quorumText } from "../../src/plan/lost-quorum.ts";
import type { Path } from "../../src/read/path.ts";
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
scaled to zero is stopped, not broken. Members of Galera that leave in order no longer count; of Cassandra, CouchDB, BookKeeper and RabbitMQ, which keep
copies of each thing on some members, it is a warning; NATS and Vault count where the configuration says JetStream and \`raft\`. Elasticsearch and OpenSearch no longer
count a master that has left, down to three: their pods leave one after the other, unless the set is \`Parallel\`.`,
  references: ["bitnami/charts#4614", "bitnami/charts#10009"],
  messages: {
    moved: {
      text: "the ordinals of StatefulSet `{set}` move, and {gone} of its {from} members go: {why}",
      help: "move the members one by one: let a new one join first, with one replica more, then take one away, with `ordinals.start` raised by one",
    },
    lost: {
      text: "StatefulSet `{set}` goes from {from} to {to}: {why}",
      help: "remove the members from the cluster first, one by one, each while a majority is there, and lower replicas by one each time",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      const { before, after } = pair;
      if (majorityOf(before) === undefined) continue;
      if (context.updateRefusals(after.manifest, before.manifest).length > 0) continue;
      const lost = lostQuorum(before, updateOf(pair, context));
      if (lost === undefined) continue;
      const isMoved = before.firstOrdinal !== after.firstOrdinal;
      const counts = ({ replicasPath }: StatefulSetView): Path => replicasPath ?? ["metadata", "name"];
      yield {
        message: isMoved ? "moved" : "lost",
        ...(lost.isStopped ? {} : { severity: "warning", confidence: "likely" }),
        data: { set: after.name, from: lost.from, to: lost.to, gone: lost.from - lost.to, why: quorumText(lost) },
        at: { manifest: after.manifest, path: (isMoved ? after.startPath : undefined) ?? counts(after) },
        related: [{ manifest: before.manifest, path: counts(before), message: "as many members now" }],
      };
    }
  },
});

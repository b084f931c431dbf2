import { defineRule } from "../../src/lint/contract/rule.ts";
import { settingAbove } from "../../src/model/replication-settings.ts";

export const replicationAboveReplicas = defineRule({
  id: "replication-above-replicas",
  category: "availability",
  subject: "StatefulSet",
  summary: "the software is told to keep more copies than the release has members",
  rationale: `A replication factor is a promise about members: with fewer of them the software refuses writes or never creates what it
needs. It shows only once data arrives, long after the pods are ready.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Only settings that are written, of software that is known for them (Kafka, Redpanda, Loki, Mimir, Cortex, Tempo, Thanos, Cassandra, CockroachDB, MongoDB,
RabbitMQ, Elasticsearch, Consul), in variables, arguments, mounted files, Jobs that name the set's pods or Services, and clients' connection strings. MongoDB's arbiters, Kafka's controllers and
targets that are no ingester hold no copy. All other workloads of that software in the release and its namespace count as members; where one of them is scaled by
somebody else nothing is said, and neither where enough ingesters for a write stay when one is lost.`,
  references: [
    "https://kafka.apache.org/documentation/#brokerconfigs_offsets.topic.replication.factor",
    "https://grafana.com/docs/loki/latest/configure/#common",
    "https://grafana.com/docs/mimir/latest/configure/configure-hash-rings/",
    "https://www.cockroachlabs.com/docs/stable/configure-replication-zones",
    "https://www.mongodb.com/docs/manual/reference/write-concern/",
    "https://www.rabbitmq.com/docs/quorum-queues#replication-factor",
  ],
  messages: {
    above: {
      text: "`{setting}` asks {title} for {factor} members, and this release has {members}: {consequence}",
      help: "write {members} or less for `{setting}`, or raise replicas to {factor}; better, write both from one value",
    },
  },
  *check(set) {
    const above = settingAbove(set);
    if (above === undefined) return;
    const { found, members, consequence } = above;
    yield {
      message: "above",
      assumesWhole: true,
      data: {
        setting: found.setting,
        title: found.knowledge.title,
        factor: found.factor,
        members,
        consequence,
      },
      at: { manifest: found.in.manifest, path: found.in.path },
      related: [{ manifest: set.manifest, path: ["spec", "replicas"], message: `${set.replicas} of its members` }],
    };
  },
});

import type { KnownWorkloadEntry } from "./entry.ts";

/** Probes at a controller's port, which answers before the broker in the same process has read its logs. */
const atController = ["tcpSocket controller\n", "tcpSocket 9093\n"];

export function kafkaKraft(): KnownWorkloadEntry {
  return {
    // Controllers elect by majority, and a broker opens its port only after it registered with them; a controller
    // opens its own at once. A stray folder such as lost+found in a log directory ends the broker.
    id: "kafka-kraft",
    title: "Kafka (KRaft)",
    images: ["kafka", "cp-kafka", "cp-server", "kafka-native"],
    programs: ["kafka-server-start.sh", "kafka-server-start"],
    only: {
      variables: [
        "KAFKA_PROCESS_ROLES",
        "KAFKA_CFG_PROCESS_ROLES",
        "KAFKA_CONTROLLER_QUORUM_VOTERS",
        "KAFKA_CFG_CONTROLLER_QUORUM_VOTERS",
        "KAFKA_CONTROLLER_QUORUM_BOOTSTRAP_SERVERS",
        "KAFKA_KRAFT_CLUSTER_ID",
        "KAFKA_KRAFT_BOOTSTRAP_SCRAM_USERS",
      ],
      settings: ["controller.quorum.voters", "controller.quorum.bootstrap.servers"],
    },
    quorum: true,
    // A broker alone has no vote.
    quorumOnlyWith: /(?:^|[=,\s])controller(?:[,\s]|$)/m,
    needsPeersBeforeReady: true,
    readyAlone: atController,
    opensAfterRecovery: ["tcpSocket"],
    opensAtOnce: atController,
    livenessDuringRecovery: "fails",
    dataDirectories: ["/bitnami/kafka/data", "/var/lib/kafka/data", "/tmp/kraft-combined-logs"],
    refusesLostAndFound: true,
    sources: ["https://kafka.apache.org/documentation/#kraft_deployment", "grafana/mimir#13524"],
  };
}

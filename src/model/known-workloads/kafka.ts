import type { KnownWorkloadEntry } from "./entry.ts";

export function kafka(): KnownWorkloadEntry {
  return {
    id: "kafka",
    title: "Kafka",
    images: ["kafka", "cp-kafka", "cp-server", "k8skafka", "kafka-native"],
    programs: ["kafka-server-start.sh", "kafka-server-start"],
    opensAfterRecovery: ["tcpSocket"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/bitnami/kafka/data", "/var/lib/kafka/data", "/opt/kafka/data"],
    refusesLostAndFound: true,
    sources: ["https://kafka.apache.org/documentation/#brokerconfigs_log.dirs"],
  };
}

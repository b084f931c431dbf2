import type { KnownWorkloadEntry } from "./entry.ts";

export function kafkaConnect(): KnownWorkloadEntry {
  return {
    id: "kafka-connect",
    title: "Kafka Connect",
    images: ["cp-kafka-connect", "kafka-connect"],
    programs: ["connect-distributed", "connect-distributed.sh"],
    livenessDuringRecovery: "answers",
    sources: ["https://kafka.apache.org/documentation/#connect"],
  };
}

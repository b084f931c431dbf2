import type { KnownWorkloadEntry } from "./entry.ts";

export function pulsarBroker(): KnownWorkloadEntry {
  return {
    id: "pulsar-broker",
    title: "Pulsar broker",
    programs: ["pulsar broker", "start-broker"],
    livenessDuringRecovery: "answers",
    sources: ["https://pulsar.apache.org/docs/next/concepts-architecture-overview/"],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function pulsarProxy(): KnownWorkloadEntry {
  return {
    id: "pulsar-proxy",
    title: "Pulsar proxy",
    programs: ["pulsar proxy", "start-proxy"],
    livenessDuringRecovery: "answers",
    sources: ["https://pulsar.apache.org/docs/next/concepts-architecture-overview/"],
  };
}

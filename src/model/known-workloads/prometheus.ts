import type { KnownWorkloadEntry } from "./entry.ts";

export function prometheus(): KnownWorkloadEntry {
  return {
    // `/-/healthy` answers while the write-ahead log is replayed; `/-/ready` does not.
    id: "prometheus",
    title: "Prometheus",
    images: ["prometheus"],
    programs: ["prometheus"],
    livenessDuringRecovery: "answers",
    dataDirectories: ["/prometheus", "/data"],
    sources: ["https://prometheus.io/docs/prometheus/latest/management_api/"],
  };
}

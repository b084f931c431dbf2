import type { KnownWorkloadEntry } from "./entry.ts";

export function victoriaMetrics(): KnownWorkloadEntry {
  return {
    id: "victoria-metrics",
    title: "VictoriaMetrics",
    images: ["vmstorage", "victoria-metrics", "victoria-logs"],
    programs: ["vmstorage"],
    livenessDuringRecovery: "unknown",
    dataDirectories: ["/storage", "/victoria-metrics-data"],
    sources: ["https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/"],
  };
}

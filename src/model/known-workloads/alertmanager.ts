import type { KnownWorkloadEntry } from "./entry.ts";

export function alertmanager(): KnownWorkloadEntry {
  return {
    id: "alertmanager",
    title: "Alertmanager",
    images: ["alertmanager"],
    programs: ["alertmanager"],
    livenessDuringRecovery: "answers",
    dataDirectories: ["/alertmanager"],
    sources: ["https://prometheus.io/docs/alerting/latest/high_availability/"],
  };
}

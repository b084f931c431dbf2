import type { KnownWorkloadEntry } from "./entry.ts";

export function tempo(): KnownWorkloadEntry {
  return {
    id: "tempo",
    title: "Tempo",
    images: ["tempo", "grafana-tempo"],
    programs: ["tempo"],
    livenessDuringRecovery: "answers",
    dataDirectories: ["/var/tempo"],
    sources: ["https://grafana.com/docs/tempo/latest/api_docs/#readiness-probe"],
  };
}

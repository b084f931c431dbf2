import type { KnownWorkloadEntry } from "./entry.ts";

export function loki(): KnownWorkloadEntry {
  return {
    id: "loki",
    title: "Loki",
    images: ["loki", "grafana-loki"],
    programs: ["loki"],
    livenessDuringRecovery: "answers",
    dataDirectories: ["/var/loki", "/loki", "/data"],
    sources: ["https://grafana.com/docs/loki/latest/reference/loki-http-api/#readiness-check"],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function redpanda(): KnownWorkloadEntry {
  return {
    id: "redpanda",
    title: "Redpanda",
    images: ["redpanda"],
    programs: ["redpanda", "rpk redpanda"],
    quorum: true,
    needsPeersBeforeReady: true,
    readyAlone: ["tcpSocket", "/v1/status/ready"],
    dataDirectories: ["/var/lib/redpanda/data"],
    graceSeconds: 90,
    sources: ["https://docs.redpanda.com/streaming/current/deploy/redpanda/kubernetes/k-production-deployment/"],
  };
}

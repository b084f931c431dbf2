import type { KnownWorkloadEntry } from "./entry.ts";

export function zeebe(): KnownWorkloadEntry {
  return {
    // A broker is ready once its partitions have found leaders among the members that its contact points name.
    id: "zeebe",
    title: "Zeebe",
    images: ["zeebe", "camunda"],
    quorum: true,
    needsPeersBeforeReady: true,
    readyAlone: ["tcpSocket"],
    livenessDuringRecovery: "unknown",
    dataDirectories: ["/usr/local/zeebe/data"],
    sources: ["https://docs.camunda.io/docs/self-managed/components/orchestration-cluster/zeebe/operations/health/"],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function neo4j(): KnownWorkloadEntry {
  return {
    // Bolt opens only once the store has recovered, and in a cluster once enough members found each other.
    id: "neo4j",
    title: "Neo4j",
    images: ["neo4j"],
    quorum: true,
    needsPeersBeforeReady: true,
    opensAfterRecovery: ["tcpSocket", "httpGet"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/data"],
    graceSeconds: 3600,
    sources: ["https://neo4j.com/docs/operations-manual/current/kubernetes/configuration/"],
  };
}

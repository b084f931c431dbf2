import type { KnownWorkloadEntry } from "./entry.ts";

export function weaviate(): KnownWorkloadEntry {
  return {
    // Members name all others and found a Raft group together.
    id: "weaviate",
    title: "Weaviate",
    images: ["weaviate"],
    programs: ["weaviate"],
    quorum: true,
    needsPeersBeforeReady: true,
    readyAlone: ["tcpSocket"],
    livenessDuringRecovery: "answers",
    dataDirectories: ["/var/lib/weaviate"],
    sources: ["https://docs.weaviate.io/deploy/configuration/horizontal-scaling"],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function qdrant(): KnownWorkloadEntry {
  return {
    // Peers join through the first one, which must then reach each under its own name before it is ready.
    id: "qdrant",
    title: "Qdrant",
    images: ["qdrant"],
    programs: ["qdrant"],
    looksUpUnreadyPeers: true,
    readyAlone: ["httpGet /\n", "/healthz", "tcpSocket"],
    orderedBootstrap: true,
    livenessDuringRecovery: "answers",
    dataDirectories: ["/qdrant/storage"],
    sources: ["https://qdrant.tech/documentation/scaling/distributed_deployment/", "qdrant/qdrant-helm#115"],
  };
}

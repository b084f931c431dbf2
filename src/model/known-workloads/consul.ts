import type { KnownWorkloadEntry } from "./entry.ts";

export function consul(): KnownWorkloadEntry {
  return {
    // The chart's readiness command asks for a leader; a server joins by `retry_join` of the others' names.
    id: "consul",
    title: "Consul",
    images: ["consul", "consul-enterprise"],
    programs: ["consul agent"],
    quorum: true,
    needsPeersBeforeReady: true,
    readyAlone: ["tcpSocket"],
    livenessDuringRecovery: "unknown",
    dataDirectories: ["/consul/data", "/bitnami/consul"],
    sources: ["https://developer.hashicorp.com/consul/docs/concept/consensus", "hashicorp/consul-helm#167"],
  };
}

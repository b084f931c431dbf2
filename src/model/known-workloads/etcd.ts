import type { KnownWorkloadEntry } from "./entry.ts";

export function etcd(): KnownWorkloadEntry {
  return {
    // Neither the client port nor `/health` answers before a leader is elected.
    id: "etcd",
    title: "etcd",
    images: ["etcd", "etcd-development"],
    programs: ["etcd"],
    quorum: true,
    needsPeersBeforeReady: true,
    livenessDuringRecovery: "fails",
    dataDirectories: ["/bitnami/etcd/data", "/var/lib/etcd", "/etcd-data"],
    sources: [
      "https://etcd.io/docs/v3.5/op-guide/clustering/",
      "https://etcd.io/docs/v3.5/op-guide/monitoring/#health-check",
      "etcd-io/etcd-operator#130",
    ],
  };
}

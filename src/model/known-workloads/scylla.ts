import type { KnownWorkloadEntry } from "./entry.ts";

export function scylla(): KnownWorkloadEntry {
  return {
    id: "scylla",
    title: "ScyllaDB",
    images: ["scylla", "scylladb", "scylla-enterprise"],
    programs: ["scylla"],
    quorum: true,
    majorityOf: "copies",
    orderedBootstrap: true,
    opensAfterRecovery: ["tcpSocket"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/var/lib/scylla", "/bitnami/scylladb/data"],
    sources: [
      "https://docs.scylladb.com/manual/stable/operating-scylla/procedures/cluster-management/create-cluster.html",
    ],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function perconaXtradbCluster(): KnownWorkloadEntry {
  return {
    id: "percona-xtradb-cluster",
    title: "Percona XtraDB Cluster",
    images: ["percona-xtradb-cluster"],
    quorum: true,
    majorityOf: "present",
    orderedBootstrap: true,
    opensAfterRecovery: ["tcpSocket"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/var/lib/mysql"],
    sources: [
      "https://docs.percona.com/percona-xtradb-cluster/8.0/bootstrap.html",
      "https://galeracluster.com/library/documentation/weighted-quorum.html",
    ],
  };
}

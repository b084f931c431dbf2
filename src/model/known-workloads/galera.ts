import type { KnownWorkloadEntry } from "./entry.ts";

export function galera(): KnownWorkloadEntry {
  return {
    // The first member founds the component, the others take a copy from it (SST) before they are ready.
    id: "galera",
    title: "MariaDB Galera Cluster",
    images: ["mariadb-galera", "galera"],
    quorum: true,
    majorityOf: "present",
    orderedBootstrap: true,
    opensAfterRecovery: ["tcpSocket"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/bitnami/mariadb/data", "/var/lib/mysql"],
    sources: ["https://galeracluster.com/library/documentation/weighted-quorum.html", "helm/charts#17501"],
  };
}

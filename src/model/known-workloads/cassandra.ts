import type { KnownWorkloadEntry } from "./entry.ts";

export function cassandra(): KnownWorkloadEntry {
  return {
    // A node joins through seeds that are up; one at a time. CQL opens after the commit log was replayed.
    id: "cassandra",
    title: "Cassandra",
    images: ["cassandra", "cass-management-api", "dse-server"],
    programs: ["cassandra"],
    quorum: true,
    majorityOf: "copies",
    orderedBootstrap: true,
    opensAfterRecovery: ["tcpSocket"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/var/lib/cassandra", "/bitnami/cassandra/data", "/cassandra_data"],
    sources: ["https://cassandra.apache.org/doc/latest/cassandra/managing/operating/topo_changes.html"],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function couchdb(): KnownWorkloadEntry {
  return {
    id: "couchdb",
    title: "CouchDB",
    images: ["couchdb"],
    quorum: true,
    majorityOf: "copies",
    livenessDuringRecovery: "answers",
    dataDirectories: ["/opt/couchdb/data", "/bitnami/couchdb"],
    sources: ["https://docs.couchdb.org/en/stable/cluster/theory.html"],
  };
}

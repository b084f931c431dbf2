import type { KnownWorkloadEntry } from "./entry.ts";

export function solr(): KnownWorkloadEntry {
  return {
    id: "solr",
    title: "Solr",
    images: ["solr"],
    programs: ["solr"],
    dataDirectories: ["/var/solr", "/bitnami/solr"],
    sources: ["https://solr.apache.org/guide/solr/latest/deployment-guide/solr-in-docker.html"],
  };
}

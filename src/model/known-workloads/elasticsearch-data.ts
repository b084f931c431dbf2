import { dataDirectories, images, notMaster, programs } from "./_elasticsearch.ts";
import type { KnownWorkloadEntry } from "./entry.ts";

export function elasticsearchData(): KnownWorkloadEntry {
  return {
    id: "elasticsearch-data",
    title: "Elasticsearch (not eligible as master)",
    images,
    programs,
    only: notMaster,
    livenessDuringRecovery: "answers",
    dataDirectories,
    sources: ["https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation"],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function mongos(): KnownWorkloadEntry {
  return {
    // Stateless: it routes to the shards.
    id: "mongos",
    title: "MongoDB router",
    programs: ["mongos"],
    livenessDuringRecovery: "answers",
    sources: ["https://www.mongodb.com/docs/manual/core/sharded-cluster-query-router/"],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function redisCluster(): KnownWorkloadEntry {
  return {
    id: "redis-cluster",
    title: "Redis Cluster",
    images: ["redis-cluster", "valkey-cluster"],
    quorum: true,
    livenessDuringRecovery: "answers",
    dataDirectories: ["/bitnami/redis/data", "/bitnami/valkey/data"],
    sources: ["https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/"],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function redis(): KnownWorkloadEntry {
  return {
    // The port is open and `-LOADING` is answered while the data set is read.
    id: "redis",
    title: "Redis",
    images: ["redis", "redis-stack", "redis-stack-server", "valkey", "keydb", "dragonfly"],
    programs: ["redis-server", "valkey-server", "keydb-server", "dragonfly"],
    orderedBootstrap: true,
    livenessDuringRecovery: "answers",
    dataDirectories: ["/data", "/bitnami/redis/data", "/bitnami/valkey/data"],
    sources: ["https://redis.io/docs/latest/operate/oss_and_stack/management/replication/"],
  };
}

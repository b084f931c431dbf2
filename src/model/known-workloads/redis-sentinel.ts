import type { KnownWorkloadEntry } from "./entry.ts";

export function redisSentinel(): KnownWorkloadEntry {
  return {
    id: "redis-sentinel",
    title: "Redis Sentinel",
    images: ["redis-sentinel", "valkey-sentinel"],
    programs: ["redis-sentinel", "valkey-sentinel"],
    quorum: true,
    livenessDuringRecovery: "answers",
    sources: ["https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/"],
  };
}

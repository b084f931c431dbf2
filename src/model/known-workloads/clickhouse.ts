import type { KnownWorkloadEntry } from "./entry.ts";

export function clickhouse(): KnownWorkloadEntry {
  return {
    // Tables are loaded before the ports open, unless async_load_databases is on.
    id: "clickhouse",
    title: "ClickHouse",
    images: ["clickhouse-server", "clickhouse"],
    programs: ["clickhouse-server"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/var/lib/clickhouse", "/bitnami/clickhouse/data"],
    sources: ["https://clickhouse.com/docs/operations/server-configuration-parameters/settings#async_load_databases"],
  };
}

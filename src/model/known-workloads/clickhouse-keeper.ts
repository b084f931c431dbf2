import type { KnownWorkloadEntry } from "./entry.ts";

export function clickhouseKeeper(): KnownWorkloadEntry {
  return {
    id: "clickhouse-keeper",
    title: "ClickHouse Keeper",
    images: ["clickhouse-keeper"],
    programs: ["clickhouse-keeper"],
    quorum: true,
    needsPeersBeforeReady: true,
    readyAlone: ["ruok", "tcpSocket"],
    dataDirectories: ["/var/lib/clickhouse-keeper", "/bitnami/clickhouse-keeper/coordination"],
    sources: ["https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper"],
  };
}

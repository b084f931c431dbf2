import type { KnownWorkloadEntry } from "./entry.ts";

export function tikv(): KnownWorkloadEntry {
  return {
    id: "tikv",
    title: "TiKV",
    images: ["tikv"],
    programs: ["tikv-server"],
    quorum: true,
    dataDirectories: ["/var/lib/tikv"],
    sources: ["https://docs.pingcap.com/tidb/stable/tikv-overview"],
  };
}

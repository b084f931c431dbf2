import type { KnownWorkloadEntry } from "./entry.ts";

export function tidbPd(): KnownWorkloadEntry {
  return {
    id: "tidb-pd",
    title: "TiDB's Placement Driver",
    images: ["pd"],
    programs: ["pd-server"],
    quorum: true,
    dataDirectories: ["/var/lib/pd"],
    sources: ["https://docs.pingcap.com/tidb/stable/tidb-scheduling"],
  };
}

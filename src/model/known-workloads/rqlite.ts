import type { KnownWorkloadEntry } from "./entry.ts";

export function rqlite(): KnownWorkloadEntry {
  return {
    // Every member has all data; a majority must agree on writes. `/readyz` needs a leader.
    id: "rqlite",
    title: "rqlite",
    images: ["rqlite"],
    programs: ["rqlited"],
    quorum: true,
    needsPeersBeforeReady: true,
    readyAlone: ["noleader", "tcpSocket"],
    dataDirectories: ["/rqlite/file"],
    sources: ["https://rqlite.io/docs/guides/monitoring-rqlite/#readiness-checks"],
  };
}

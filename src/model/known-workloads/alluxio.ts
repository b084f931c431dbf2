import type { KnownWorkloadEntry } from "./entry.ts";

export function alluxio(): KnownWorkloadEntry {
  return {
    // Masters with an embedded journal elect a leader by majority before one of them opens its port.
    id: "alluxio",
    title: "Alluxio",
    images: ["alluxio", "alluxio-enterprise"],
    only: {
      variables: ["ALLUXIO_MASTER_JOURNAL_TYPE"],
      has: ["embedded"],
      settings: ["alluxio.master.journal.type=EMBEDDED", "alluxio.master.embedded.journal.addresses"],
    },
    quorum: true,
    needsPeersBeforeReady: true,
    dataDirectories: ["/journal"],
    sources: ["https://docs.alluxio.io/os/user/stable/en/operation/Journal.html", "Alluxio/alluxio#13325"],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function seaweedfsMaster(): KnownWorkloadEntry {
  return {
    id: "seaweedfs-master",
    title: "SeaweedFS master",
    programs: ["weed master"],
    quorum: true,
    dataDirectories: ["/data"],
    sources: ["https://github.com/seaweedfs/seaweedfs/wiki/Failover-Master-Server"],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function mongodb(): KnownWorkloadEntry {
  return {
    // mongod listens only once WiredTiger has recovered; a replica set elects by majority; a member answers `ping` alone.
    id: "mongodb",
    title: "MongoDB",
    images: [
      "mongo",
      "mongodb",
      "mongodb-sharded",
      "mongodb-community-server",
      "mongodb-enterprise-server",
      "percona-server-mongodb",
    ],
    programs: ["mongod"],
    quorum: true,
    opensAfterRecovery: ["tcpSocket"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/data/db", "/bitnami/mongodb/data/db"],
    sources: [
      "https://www.mongodb.com/docs/manual/core/replica-set-elections/",
      "https://www.mongodb.com/docs/manual/core/journaling/",
    ],
  };
}

import type { KnownWorkloadEntry } from "./entry.ts";

export function cockroachdb(): KnownWorkloadEntry {
  return {
    // `/health?ready=1` fails until the node has joined an initialised cluster; `/health` answers at once.
    id: "cockroachdb",
    title: "CockroachDB",
    images: ["cockroach"],
    programs: ["cockroach start"],
    quorum: true,
    needsPeersBeforeReady: true,
    readyAlone: ["tcpSocket"],
    livenessDuringRecovery: "answers",
    dataDirectories: ["/cockroach/cockroach-data"],
    graceSeconds: 300,
    sources: [
      "https://www.cockroachlabs.com/docs/stable/monitoring-and-alerting#health-endpoints",
      "https://www.cockroachlabs.com/docs/stable/node-shutdown#termination-grace-period-on-kubernetes",
      "cockroachdb/cockroach-operator#470",
    ],
  };
}

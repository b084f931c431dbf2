import type { KnownWorkloadEntry } from "./entry.ts";

export function nats(): KnownWorkloadEntry {
  return {
    // JetStream recovers before `/healthz` answers, unless the probe asks for less.
    id: "nats",
    title: "NATS",
    images: ["nats", "nats-streaming"],
    programs: ["nats-server"],
    quorum: true,
    quorumOnlyWith: /jetstream|(?:^|\s)-js\b/i,
    needsPeersBeforeReady: true,
    readyAlone: ["js-server-only", "js-enabled-only", "tcpSocket", "/varz", "httpGet /\n"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/data", "/data/jetstream"],
    sources: [
      "https://docs.nats.io/running-a-nats-service/nats_admin/monitoring#health-healthz",
      "nats-io/k8s#1040",
      "https://docs.nats.io/jetstream/clustering",
    ],
  };
}

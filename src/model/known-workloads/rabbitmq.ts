import type { KnownWorkloadEntry } from "./entry.ts";

export function rabbitmq(): KnownWorkloadEntry {
  return {
    // `rabbitmq-diagnostics ping` answers once the runtime is up; a restarted member waits for those that
    // stopped after it; without publishNotReadyAddresses members that start together found clusters of their own.
    id: "rabbitmq",
    title: "RabbitMQ",
    images: ["rabbitmq", "rabbitmq-server"],
    programs: ["rabbitmq-server"],
    quorum: true,
    majorityOf: "copies",
    looksUpUnreadyPeers: true,
    orderedBootstrap: true,
    livenessDuringRecovery: "answers",
    dataDirectories: ["/var/lib/rabbitmq", "/var/lib/rabbitmq/mnesia", "/bitnami/rabbitmq/mnesia"],
    sources: [
      "https://www.rabbitmq.com/docs/clustering#restarting-readiness-probes",
      "https://www.rabbitmq.com/docs/cluster-formation#peer-discovery-k8s",
      "rabbitmq/rabbitmq-website#1268",
      "bitnami/charts#8135",
    ],
  };
}

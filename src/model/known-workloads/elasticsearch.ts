import { dataDirectories, images, programs } from "./_elasticsearch.ts";
import type { KnownWorkloadEntry } from "./entry.ts";

export function elasticsearch(): KnownWorkloadEntry {
  return {
    // HTTP opens half a minute after the start even without a master, and the local health that Bitnami asks for
    // answers then; cluster health needs one.
    id: "elasticsearch",
    title: "Elasticsearch or OpenSearch",
    images,
    programs,
    quorum: true,
    quorumUnless: /discovery\.type\W{1,6}single-node|node\.roles\W{1,12}(?!(?:[a-z_]{1,30}\W{1,12}){0,8}master\b)[a-z]/,
    // A master that leaves is taken out of the voting configuration while three are left (Reconfigurator).
    shrinks: { least: 3, unless: /auto_shrink_voting_configuration["']?\s*[:=]\s*["']?false/ },
    needsPeersBeforeReady: true,
    readyAlone: ["tcpSocket", "local=true", "elasticsearch/healthcheck.sh", "opensearch/healthcheck.sh"],
    livenessDuringRecovery: "answers",
    dataDirectories,
    sources: [
      "https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation/modules-discovery-quorums",
      "https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation/modules-discovery-voting",
      "elastic/helm-charts#893",
    ],
  };
}

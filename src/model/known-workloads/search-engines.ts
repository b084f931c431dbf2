import type { Condition, KnownWorkloadEntry } from "../known-workload.ts";

const images = ["elasticsearch", "elasticsearch-oss", "opensearch"];
const programs = ["elasticsearch", "opensearch", "opensearch-docker-entrypoint.sh"];
const dataDirectories = [
  "/usr/share/elasticsearch/data",
  "/usr/share/opensearch/data",
  "/bitnami/elasticsearch/data",
  "/bitnami/opensearch/data",
];

/** Roles that do not vote: members of such a set may go in any number as far as elections are concerned. */
const notMaster: readonly Condition[] = [
  {
    variables: ["node.roles", "ELASTICSEARCH_NODE_ROLES", "OPENSEARCH_NODE_ROLES", "NODE_ROLES"],
    lacks: ["master", "cluster_manager"],
  },
  {
    variables: ["node.master", "NODE_MASTER", "ELASTICSEARCH_IS_MASTER_NODE", "OPENSEARCH_IS_MASTER_NODE"],
    has: ["false", "no"],
  },
];

/** Search engines. */
export function searchEngines(): readonly KnownWorkloadEntry[] {
  return [
    ...notMaster.map((only) => ({
      id: "elasticsearch-data",
      title: "Elasticsearch (not eligible as master)",
      images,
      programs,
      only,
      livenessDuringRecovery: "answers" as const,
      dataDirectories,
      sources: ["https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation"],
    })),
    {
      // HTTP opens half a minute after the start even without a master, and the local health that Bitnami asks for
      // answers then; cluster health needs one.
      id: "elasticsearch",
      title: "Elasticsearch or OpenSearch",
      images,
      programs,
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["tcpSocket", "local=true", "elasticsearch/healthcheck.sh", "opensearch/healthcheck.sh"],
      livenessDuringRecovery: "answers",
      dataDirectories,
      sources: [
        "https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation/modules-discovery-quorums",
        "elastic/helm-charts#893",
      ],
    },
    {
      id: "solr",
      title: "Solr",
      images: ["solr"],
      programs: ["solr"],
      dataDirectories: ["/var/solr", "/bitnami/solr"],
      sources: ["https://solr.apache.org/guide/solr/latest/deployment-guide/solr-in-docker.html"],
    },
    {
      // Members name all others and found a Raft group together.
      id: "weaviate",
      title: "Weaviate",
      images: ["weaviate"],
      programs: ["weaviate"],
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["tcpSocket"],
      livenessDuringRecovery: "answers",
      dataDirectories: ["/var/lib/weaviate"],
      sources: ["https://docs.weaviate.io/deploy/configuration/horizontal-scaling"],
    },
  ];
}

import type { Condition } from "./entry.ts";

export const images = ["elasticsearch", "elasticsearch-oss", "opensearch"];
export const programs = ["elasticsearch", "opensearch", "opensearch-docker-entrypoint.sh"];
export const dataDirectories = [
  "/usr/share/elasticsearch/data",
  "/usr/share/opensearch/data",
  "/bitnami/elasticsearch/data",
  "/bitnami/opensearch/data",
];

/** Roles that do not vote: members of such a set may go in any number as far as elections are concerned. */
export const notMaster: readonly Condition[] = [
  {
    variables: ["node.roles", "ELASTICSEARCH_NODE_ROLES", "OPENSEARCH_NODE_ROLES", "NODE_ROLES"],
    lacks: ["master", "cluster_manager"],
  },
  {
    variables: ["node.master", "NODE_MASTER", "ELASTICSEARCH_IS_MASTER_NODE", "OPENSEARCH_IS_MASTER_NODE"],
    has: ["false", "no"],
  },
];

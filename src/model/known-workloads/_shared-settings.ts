import type { KnownSetting } from "./_known-setting.ts";

/** A setting that all members of a cluster have to share to talk to each other. */
export interface SharedSetting extends KnownSetting {
  /** What the members with the other value make of one that has changed it. */
  readonly says: string;
  /** Whether its value is for nobody's eyes. */
  readonly isSecret?: true;
  /** A word of the configuration with which the pods are members of one cluster; absent: they always are. */
  readonly joined?: RegExp;
  /** Values of which each understands the ones beside it; absent: none understands another. */
  readonly steps?: readonly string[];
}

const together =
  "stop all pods first (`kubectl scale statefulset/{set} --replicas=0`), then apply; the cluster is down until they are back";

/** A table, one entry a setting. Each is in the software's own documentation. */
export const sharedSettings: readonly SharedSetting[] = [
  {
    // https://www.elastic.co/guide/en/elasticsearch/reference/6.8/cluster.name.html
    workloads: ["elasticsearch", "elasticsearch-data"],
    variables: ["cluster.name", "ELASTICSEARCH_CLUSTER_NAME", "OPENSEARCH_CLUSTER_NAME"],
    key: "cluster.name",
    unless: "single-node",
    says: "it belongs to another cluster",
    instead: `keep it, or ${together}`,
  },
  {
    // https://www.elastic.co/guide/en/elastic-stack-overview/6.8/encrypting-internode.html: "Stop each Elasticsearch node"
    workloads: ["elasticsearch", "elasticsearch-data"],
    variables: ["xpack.security.transport.ssl.enabled"],
    key: "xpack.security.transport.ssl.enabled",
    part: /^(?:true|false)$/,
    unless: "single-node",
    says: "one side speaks TLS and the other does not",
    instead: together,
  },
  {
    // https://www.mongodb.com/docs/manual/tutorial/upgrade-cluster-to-ssl/
    workloads: ["mongodb"],
    options: ["--tlsMode"],
    joined: /replSet|REPLICA_SET/,
    steps: ["disabled", "allowTLS", "preferTLS", "requireTLS"],
    says: "one side speaks TLS and the other does not",
    instead: "go by `disabled`, `allowTLS`, `preferTLS`, `requireTLS`, a rollout for each",
  },
  {
    // https://www.mongodb.com/docs/manual/tutorial/rotate-key-replica-set/; the variable is Bitnami's
    workloads: ["mongodb"],
    images: ["mongodb", "mongodb-sharded"],
    variables: ["MONGODB_REPLICA_SET_KEY"],
    isSecret: true,
    says: "authentication between members fails",
    instead: `keep it, or ${together}`,
  },
  {
    // https://www.rabbitmq.com/docs/clustering: nodes with different cookies do not talk
    workloads: ["rabbitmq"],
    variables: ["RABBITMQ_ERLANG_COOKIE", "RABBITMQ_ERL_COOKIE"],
    joined: /cluster_formation|peer_discovery|join_cluster|CLUSTER_NODE|CLUSTERING/,
    isSecret: true,
    says: "connection attempt from a disallowed node",
    instead: `keep it, or ${together}`,
  },
  {
    // https://mariadb.com/docs/galera-cluster/reference/wsrep-variable-details/wsrep_cluster_name
    workloads: ["galera", "percona-xtradb-cluster"],
    variables: ["MARIADB_GALERA_CLUSTER_NAME"],
    options: ["--wsrep_cluster_name", "--wsrep-cluster-name"],
    key: "wsrep_cluster_name",
    says: "it belongs to another cluster",
    instead: "keep it",
  },
  {
    // https://zookeeper.apache.org/doc/r3.10.0/admin-ops/administrators-guide/communication-using-the-netty-framework/
    workloads: ["zookeeper"],
    key: "sslQuorum",
    unless: "portUnification",
    says: "one side speaks TLS and the other does not",
    instead: `set \`portUnification=true\` beside it, and take it out once all speak TLS; or ${together}`,
  },
  {
    // https://etcd.io/docs/latest/op-guide/runtime-configuration
    workloads: ["etcd"],
    variables: ["ETCD_LISTEN_PEER_URLS"],
    options: ["--listen-peer-urls"],
    // Of several addresses an old one may still be served.
    part: /^https?:(?=[^,]*$)/,
    says: "the address that they know of it is of the other scheme",
    instead:
      "give each member its new peer address first (`etcdctl member update ID --peer-urls=…`), and replace one after the other by hand",
  },
];

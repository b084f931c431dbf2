import type { Workload } from "../workload.ts";

/** Settings that ask for so many members at once, and what happens where there are fewer. */
export interface ReplicationKnowledge {
  readonly title: string;
  /** The last part of an image's repository. */
  readonly images: readonly string[];
  /** Names of variables, flags without dashes, and keys of configuration files. */
  readonly settings: readonly string[];
  /** Keys of YAML or JSON below which a setting of that name is about something else. */
  readonly notBelow?: RegExp;
  /** Forms that are no setting with a value; the first group is the number. */
  readonly forms?: readonly ReplicationForm[];
  /** Which workloads of the software hold copies; all of them unless given. */
  readonly holdsCopies?: (workload: Workload) => boolean;
  /** In a sentence that says how many members there are. */
  readonly consequence: string;
  readonly sources: readonly string[];
}

export interface ReplicationForm {
  readonly name: string;
  readonly form: RegExp;
  /** A client's way in: it counts in any workload that names the set. */
  readonly inClients?: boolean;
}

/** What is known of replication factors; each entry for its own settings and their consequence. */
export function replicationKnowledge(): readonly ReplicationKnowledge[] {
  return [kafka(), cassandra(), ...rings(), cockroachdb(), mongodb(), ...rabbitmq()];
}

function kafka(): ReplicationKnowledge {
  const keys = [
    "offsets.topic.replication.factor",
    "transaction.state.log.replication.factor",
    "transaction.state.log.min.isr",
    "default.replication.factor",
    "min.insync.replicas",
  ];
  return {
    title: "Kafka",
    images: ["kafka", "cp-kafka", "cp-server", "kafka-native"],
    settings: keys.flatMap((key) => {
      const name = key.toUpperCase().replaceAll(".", "_");
      return [key, `KAFKA_${name}`, `KAFKA_CFG_${name}`];
    }),
    consequence:
      "topics that ask for it are not created or take no acknowledged writes, and consumer groups find no coordinator",
    sources: ["https://kafka.apache.org/documentation/#brokerconfigs_offsets.topic.replication.factor"],
  };
}

function cassandra(): ReplicationKnowledge {
  return {
    title: "Cassandra",
    images: ["cassandra", "scylla"],
    settings: ["replication_factor"],
    // Copies in the only data centre: of several, which one the release's nodes are in is not told.
    forms: [
      {
        name: "replication",
        form: /NetworkTopologyStrategy["']\s{0,20},\s{0,20}["'][\w.-]{1,60}["']\s{0,20}:\s{0,20}["']?(\d{1,2})["']?\s{0,20}\}/,
      },
    ],
    consequence:
      "a read or write at QUORUM counts that many copies, and is refused while too few nodes exist to hold them",
    sources: ["https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html"],
  };
}

function rings(): readonly ReplicationKnowledge[] {
  const ring = {
    settings: ["replication_factor", "ingester.ring.replication-factor", "distributor.replication-factor"],
    // Store gateways, alertmanagers and the like have rings of their own, which do with fewer.
    notBelow: /^(?:sharding_ring|store_gateway|alertmanager|ruler|compactor|index_gateway|bloom_\w+|query_scheduler)$/,
    consequence: "a write needs a majority of that many ingesters, and is refused while there are fewer",
  };
  return [
    { title: "Loki", images: ["loki"], ...ring, sources: ["https://grafana.com/docs/loki/latest/configure/#common"] },
    {
      title: "Mimir",
      images: ["mimir"],
      ...ring,
      sources: ["https://grafana.com/docs/mimir/latest/configure/configure-hash-rings/"],
    },
    {
      title: "Cortex",
      images: ["cortex"],
      ...ring,
      sources: ["https://cortexmetrics.io/docs/configuration/configuration-file/"],
    },
  ];
}

/** Zones are written in SQL, mostly by a Job, or in YAML for the older `cockroach zone`. */
function cockroachdb(): ReplicationKnowledge {
  return {
    title: "CockroachDB",
    images: ["cockroach"],
    settings: ["num_replicas"],
    consequence: "ranges of such a zone stay under-replicated, and bear fewer lost nodes than asked for",
    sources: ["https://www.cockroachlabs.com/docs/stable/configure-replication-zones"],
  };
}

/** Only members with data acknowledge a write: an arbiter votes and holds none. */
function mongodb(): ReplicationKnowledge {
  return {
    title: "MongoDB",
    images: ["mongo", "mongodb", "mongodb-community-server", "mongodb-enterprise-server", "percona-server-mongodb"],
    settings: [],
    forms: [
      {
        name: "defaultWriteConcern.w",
        form: /defaultWriteConcern["']?[ \t]{0,4}:\s{0,20}\{[^{}]{0,120}?["']?\bw["']?[ \t]{0,4}:[ \t]{0,4}["']?(\d{1,2})\b/,
      },
      { name: "w", form: /mongodb(?:\+srv)?:\/\/[^\s"']{1,500}[?&]w=(\d{1,2})(?![\w.])/, inClients: true },
    ],
    holdsCopies: ({ manifest, pod, runningContainers }) =>
      !/arbiter/.test(manifest.name) &&
      pod.labels.get("app.kubernetes.io/component") !== "arbiter" &&
      !runningContainers.some(({ environment }) =>
        environment.some(({ name, value }) => name === "MONGODB_REPLICA_SET_MODE" && value === "arbiter"),
      ),
    consequence:
      "each write waits for that many members with data, and fails when its time limit passes or never returns",
    sources: [
      "https://www.mongodb.com/docs/manual/reference/write-concern/",
      "https://www.mongodb.com/docs/manual/reference/mongodb-defaults/",
    ],
  };
}

function rabbitmq(): readonly ReplicationKnowledge[] {
  const images = ["rabbitmq", "rabbitmq-server"];
  return [
    {
      title: "RabbitMQ",
      images,
      settings: [
        "quorum_cluster_size",
        "x-quorum-initial-group-size",
        "quorum_queue.continuous_membership_reconciliation.target_group_size",
      ],
      forms: [
        { name: "quorum_cluster_size", form: /\{\s{0,20}quorum_cluster_size\s{0,20},\s{0,20}(\d{1,2})\s{0,20}\}/ },
        { name: "quorum_cluster_size", form: /-rabbit[ \t]{1,4}quorum_cluster_size[ \t]{1,4}(\d{1,2})(?!\w)/ },
      ],
      consequence:
        "quorum queues get one copy on each of the nodes that there are, and bear fewer lost nodes than asked for",
      sources: [
        "https://www.rabbitmq.com/docs/quorum-queues#replication-factor",
        "https://www.rabbitmq.com/docs/quorum-queues#continuous-membership-reconciliation",
      ],
    },
    {
      title: "RabbitMQ",
      images,
      settings: ["cluster_formation.target_cluster_size_hint"],
      consequence:
        "the node waits for the cluster to be complete before it imports queues and bindings of definitions, and never does",
      sources: [
        "https://www.rabbitmq.com/docs/cluster-formation",
        "https://github.com/rabbitmq/rabbitmq-server/blob/main/deps/rabbit/src/rabbit_definitions.erl",
      ],
    },
  ];
}

import type { Container } from "../pod.ts";
import { searchRoles } from "../search-roles.ts";
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
  /** Which workloads of the software hold copies; all of them unless given, and undefined where nobody can tell. */
  readonly holdsCopies?: (workload: Workload, own: readonly Container[]) => boolean | undefined;
  /** Whether the software that these containers run heeds the setting; each does unless given. */
  readonly heeds?: (own: readonly Container[]) => boolean;
  /** In a sentence that says how many members there are; undefined where so many do. */
  readonly consequence: string | ((factor: number, members: number) => string | undefined);
  readonly sources: readonly string[];
}

export interface ReplicationForm {
  readonly name: string;
  /** With the flag `g`. */
  readonly form: RegExp;
  /** The server that a command speaks to, from where the form begins. */
  readonly server?: RegExp;
  /** A client's way in: it counts in any workload that names the set. */
  readonly inClients?: boolean;
}

/** The last parts of images' repositories, and what is known of their software. Regular expressions and lists are made of what is asked for. */
const software: readonly (readonly [images: readonly string[], about: About])[] = [
  [["kafka", "cp-kafka", "cp-server", "kafka-native"], kafka],
  [["redpanda"], redpanda],
  [["cassandra", "scylla"], cassandra],
  [["loki"], loki],
  [["mimir"], mimir],
  [["tempo"], tempo],
  [["cortex"], cortex],
  [["thanos"], thanos],
  [["cockroach"], cockroachdb],
  [["mongo", "mongodb", "mongodb-community-server", "mongodb-enterprise-server", "percona-server-mongodb"], mongodb],
  [["rabbitmq", "rabbitmq-server"], rabbitmq],
  [["elasticsearch", "elasticsearch-oss", "opensearch"], elasticsearch],
  [["consul", "consul-enterprise"], consul],
];

/** What is known of replication factors of software that one of these images runs; each entry for its own settings and their consequence. */
export function replicationKnowledge(images: ReadonlySet<string>): readonly ReplicationKnowledge[] {
  return software.flatMap(([own, about]) =>
    own.some((image) => images.has(image)) ? about().map((one) => ({ ...one, images: own })) : [],
  );
}

type About = () => readonly Omit<ReplicationKnowledge, "images">[];

function kafka(): ReturnType<About> {
  const keys = [
    "offsets.topic.replication.factor",
    "transaction.state.log.replication.factor",
    "transaction.state.log.min.isr",
    "default.replication.factor",
    "min.insync.replicas",
  ];
  return [
    {
      title: "Kafka",
      settings: keys.flatMap((key) => {
        const name = key.toUpperCase().replaceAll(".", "_");
        return [key, `KAFKA_${name}`, `KAFKA_CFG_${name}`];
      }),
      // Of `kafka-topics.sh --create`: the command is refused where there are fewer brokers.
      forms: [
        {
          name: "--replication-factor",
          form: /kafka-topics(?:\.sh)?[^\n]{0,400}?--replication-factor[ =]["']?(\d{1,2})\b/g,
          server: /^[^\n]{0,800}?--(?:bootstrap-server|zookeeper)[ =]["']?([^\s"',;]{1,200})/,
        },
      ],
      holdsCopies: (workload) => !isController(workload),
      consequence:
        "topics that ask for it are not created or take no acknowledged writes, and consumer groups find no coordinator",
      sources: ["https://kafka.apache.org/documentation/#brokerconfigs_offsets.topic.replication.factor"],
    },
  ];
}

/** A node of a KRaft quorum that is no broker. */
function isController({ runningContainers, configuration }: Workload): boolean {
  const variables = runningContainers.flatMap(({ environment }) => environment);
  const written =
    variables.find(({ name }) => /^KAFKA_(?:CFG_)?PROCESS_ROLES$/.test(name))?.value ??
    configuration.map(({ text }) => /^[ \t]*process\.roles[ \t]*=[ \t]*([\w,]{1,40})/m.exec(text)?.[1]).find(Boolean);
  return written?.trim() === "controller";
}

function redpanda(): ReturnType<About> {
  return [
    {
      title: "Redpanda",
      settings: ["default_topic_replications"],
      consequence: "topics that ask for it, such as those that are made on first use, are not created",
      sources: ["https://docs.redpanda.com/current/reference/properties/cluster-properties/#default_topic_replication"],
    },
  ];
}

function cassandra(): ReturnType<About> {
  return [
    {
      title: "Cassandra",
      settings: ["replication_factor"],
      // Copies in the only data centre: of several, which one the release's nodes are in is not told.
      forms: [
        {
          name: "replication",
          form: /NetworkTopologyStrategy["']\s{0,20},\s{0,20}["'][\w.-]{1,60}["']\s{0,20}:\s{0,20}["']?(\d{1,2})["']?\s{0,20}\}/g,
        },
      ],
      consequence:
        "a read or write at QUORUM counts that many copies, and is refused while too few nodes exist to hold them",
      sources: ["https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html"],
    },
  ];
}

/** `least`: how many ingesters take a write, a majority unless given. */
function ring(title: string, source: string, least = majority): ReturnType<About> {
  return [
    {
      title,
      settings: ["replication_factor", "ingester.ring.replication-factor", "distributor.replication-factor"],
      // Store gateways, alertmanagers and the like have rings of their own, which do with fewer.
      notBelow:
        /^(?:sharding_ring|store_gateway|alertmanager|ruler|compactor|index_gateway|bloom_\w+|query_scheduler)$/,
      holdsCopies: (_, own) => own.some(mayIngest),
      consequence: (factor, members) => {
        const spare = members - least(factor);
        if (spare < 0) return "a write needs a majority of that many ingesters, and is refused while there are fewer";
        if (spare > 0) return undefined;
        return "a write needs a majority of that many ingesters, which are all that there are: it is refused as soon as one of them is away";
      },
      sources: [source],
    },
  ];
}

function majority(factor: number): number {
  return Math.floor(factor / 2) + 1;
}

function loki(): ReturnType<About> {
  return ring("Loki", "https://grafana.com/docs/loki/latest/configure/#common");
}

function mimir(): ReturnType<About> {
  return ring("Mimir", "https://grafana.com/docs/mimir/latest/configure/configure-hash-rings/");
}

function tempo(): ReturnType<About> {
  return ring("Tempo", "https://grafana.com/docs/tempo/latest/configuration/#ingester", (factor) =>
    // With a factor of 2 one ingester that took the write is enough (tempo's pkg/ingest ring, EventuallyConsistentStrategy).
    factor === 2 ? 0 : majority(factor),
  );
}

function cortex(): ReturnType<About> {
  return ring("Cortex", "https://cortexmetrics.io/docs/configuration/configuration-file/");
}

/** Whether a container of Loki, Mimir, Cortex or Tempo may be an ingester: only a target says that it is none. */
function mayIngest({ command, args }: Container): boolean {
  const words = [...command, ...args].flatMap((word) => word.split(/\s+/).slice(0, 200));
  const at = words.findIndex((word) => /^--?target(?:=|$)/.test(word));
  const target = at === -1 ? undefined : words[at]?.includes("=") === true ? words[at] : words[at + 1];
  return target === undefined || /ingest|write|all|scalable|[$({]/.test(target);
}

function thanos(): ReturnType<About> {
  return [
    {
      title: "Thanos Receive",
      settings: ["receive.replication-factor"],
      holdsCopies: (_, own) =>
        own.some(({ command, args }) => [...command, ...args].some((word) => /(?:^|\s)receive(?:\s|$)/.test(word))),
      consequence: "a hashring of fewer receivers than that takes no writes",
      sources: ["https://thanos.io/tip/components/receive.md/"],
    },
  ];
}

/** Zones are written in SQL, mostly by a Job, or in YAML for the older `cockroach zone`. */
function cockroachdb(): ReturnType<About> {
  return [
    {
      title: "CockroachDB",
      settings: ["num_replicas", "NUM_REPLICAS"],
      consequence: "ranges of such a zone stay under-replicated, and bear fewer lost nodes than asked for",
      sources: ["https://www.cockroachlabs.com/docs/stable/configure-replication-zones"],
    },
  ];
}

/** Only members with data acknowledge a write: an arbiter votes and holds none. */
function mongodb(): ReturnType<About> {
  return [
    {
      title: "MongoDB",
      settings: [],
      forms: [
        {
          name: "defaultWriteConcern.w",
          form: /defaultWriteConcern["']?[ \t]{0,4}:\s{0,20}\{[^{}]{0,120}?["']?\bw["']?[ \t]{0,4}:[ \t]{0,4}["']?(\d{1,2})\b/g,
        },
        { name: "w", form: /mongodb(?:\+srv)?:\/\/[^\s"']{1,500}[?&]w=(\d{1,2})(?![\w.])/g, inClients: true },
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
    },
  ];
}

function rabbitmq(): ReturnType<About> {
  return [
    {
      title: "RabbitMQ",
      settings: [
        "quorum_cluster_size",
        "x-quorum-initial-group-size",
        "quorum_queue.continuous_membership_reconciliation.target_group_size",
      ],
      forms: [
        { name: "quorum_cluster_size", form: /\{\s{0,20}quorum_cluster_size\s{0,20},\s{0,20}(\d{1,2})\s{0,20}\}/g },
        { name: "quorum_cluster_size", form: /-rabbit[ \t]{1,4}quorum_cluster_size[ \t]{1,4}(\d{1,2})(?!\w)/g },
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

/** Settings that wait for so many nodes before the cluster works: the first up to version 6, the others still. */
function elasticsearch(): ReturnType<About> {
  const recovery = {
    title: "Elasticsearch",
    consequence:
      "after a full restart no index is recovered before so many nodes are there, so the cluster serves nothing",
    sources: ["https://www.elastic.co/guide/en/elasticsearch/reference/8.18/modules-gateway.html"],
  };
  return [
    {
      title: "Elasticsearch",
      settings: ["discovery.zen.minimum_master_nodes"],
      // Later versions ignore it, and so does OpenSearch, which began as one of them (elastic/elasticsearch#37811).
      heeds: (own) => own.every(({ image }) => isElasticsearchBefore7(image)),
      holdsCopies: (workload, own) => haveRole(workload, own, "master"),
      consequence: "no master is elected before so many nodes that may be it are there, so the cluster never forms",
      sources: ["https://www.elastic.co/guide/en/elasticsearch/reference/6.8/modules-discovery-zen.html"],
    },
    { ...recovery, settings: ["gateway.recover_after_nodes"] },
    {
      ...recovery,
      settings: ["gateway.recover_after_data_nodes"],
      holdsCopies: (workload, own) => haveRole(workload, own, "data"),
    },
    {
      ...recovery,
      settings: ["gateway.recover_after_master_nodes"],
      holdsCopies: (workload, own) => haveRole(workload, own, "master"),
    },
  ];
}

function isElasticsearchBefore7(image: string): boolean {
  return /(?:^|\/)elasticsearch(?:-oss)?:v?[1-6](?:\.\d{1,4}){1,3}(?![\w.])/.test(image.slice(-200));
}

function haveRole(workload: Workload, own: readonly Container[], role: "master" | "data"): boolean | undefined {
  const [first] = own;
  return first === undefined ? undefined : searchRoles(workload, first)[role];
}

function consul(): ReturnType<About> {
  return [
    {
      title: "Consul",
      settings: ["bootstrap-expect", "bootstrap_expect"],
      consequence: "the servers elect a leader only once so many are there, so a new cluster never forms",
      sources: ["https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file/bootstrap"],
    },
  ];
}

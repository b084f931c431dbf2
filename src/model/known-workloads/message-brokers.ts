import type { KnownWorkloadEntry } from "../known-workload.ts";

/** Queues, logs and streams. */
export function messageBrokers(): readonly KnownWorkloadEntry[] {
  return [
    {
      id: "kafka-connect",
      title: "Kafka Connect",
      images: ["cp-kafka-connect", "kafka-connect"],
      programs: ["connect-distributed", "connect-distributed.sh"],
      livenessDuringRecovery: "answers",
      sources: ["https://kafka.apache.org/documentation/#connect"],
    },
    {
      // Controllers elect by majority, and a broker opens its port only after it registered with them; a controller
      // opens its own at once. A stray folder such as lost+found in a log directory ends the broker.
      id: "kafka-kraft",
      title: "Kafka (KRaft)",
      images: ["kafka", "cp-kafka", "cp-server", "kafka-native"],
      programs: ["kafka-server-start.sh", "kafka-server-start"],
      only: {
        variables: [
          "KAFKA_PROCESS_ROLES",
          "KAFKA_CFG_PROCESS_ROLES",
          "KAFKA_CONTROLLER_QUORUM_VOTERS",
          "KAFKA_CFG_CONTROLLER_QUORUM_VOTERS",
          "KAFKA_CONTROLLER_QUORUM_BOOTSTRAP_SERVERS",
          "KAFKA_KRAFT_CLUSTER_ID",
          "KAFKA_KRAFT_BOOTSTRAP_SCRAM_USERS",
        ],
        settings: ["controller.quorum.voters", "controller.quorum.bootstrap.servers"],
      },
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["tcpSocket controller", "tcpSocket 9093"],
      livenessDuringRecovery: "fails",
      dataDirectories: ["/bitnami/kafka/data", "/var/lib/kafka/data", "/tmp/kraft-combined-logs"],
      refusesLostAndFound: true,
      sources: ["https://kafka.apache.org/documentation/#kraft_deployment", "grafana/mimir#13524"],
    },
    {
      id: "kafka",
      title: "Kafka",
      images: ["kafka", "cp-kafka", "cp-server", "k8skafka", "kafka-native"],
      programs: ["kafka-server-start.sh", "kafka-server-start"],
      livenessDuringRecovery: "fails",
      dataDirectories: ["/bitnami/kafka/data", "/var/lib/kafka/data", "/opt/kafka/data"],
      refusesLostAndFound: true,
      sources: ["https://kafka.apache.org/documentation/#brokerconfigs_log.dirs"],
    },
    {
      id: "redpanda",
      title: "Redpanda",
      images: ["redpanda"],
      programs: ["redpanda", "rpk redpanda"],
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["tcpSocket", "/v1/status/ready"],
      dataDirectories: ["/var/lib/redpanda/data"],
      graceSeconds: 90,
      sources: [
        "https://docs.redpanda.com/current/deploy/deployment-option/self-hosted/kubernetes/k-production-deployment/",
      ],
    },
    {
      // `rabbitmq-diagnostics ping` answers once the runtime is up; a restarted member waits for those that
      // stopped after it; without publishNotReadyAddresses members that start together found clusters of their own.
      id: "rabbitmq",
      title: "RabbitMQ",
      images: ["rabbitmq", "rabbitmq-server"],
      programs: ["rabbitmq-server"],
      quorum: true,
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
    },
    {
      // JetStream recovers before `/healthz` answers, unless the probe asks for less.
      id: "nats",
      title: "NATS",
      images: ["nats", "nats-streaming"],
      programs: ["nats-server"],
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["js-server-only", "js-enabled-only", "tcpSocket", "/varz", "httpGet /\n"],
      livenessDuringRecovery: "fails",
      dataDirectories: ["/data", "/data/jetstream"],
      sources: ["https://docs.nats.io/running-a-nats-service/nats_admin/monitoring#health", "nats-io/k8s#1040"],
    },
    {
      // A broker is ready once its partitions have found leaders among the members that its contact points name.
      id: "zeebe",
      title: "Zeebe",
      images: ["zeebe", "camunda"],
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["tcpSocket"],
      livenessDuringRecovery: "unknown",
      dataDirectories: ["/usr/local/zeebe/data"],
      sources: ["https://docs.camunda.io/docs/self-managed/components/orchestration-cluster/zeebe/operations/health/"],
    },
    {
      id: "bookkeeper",
      title: "BookKeeper",
      images: ["bookkeeper"],
      programs: ["pulsar bookie", "bookkeeper bookie", "start-bookie"],
      quorum: true,
      dataDirectories: ["/pulsar/data/bookkeeper/journal", "/pulsar/data/bookkeeper/ledgers"],
      sources: ["https://bookkeeper.apache.org/docs/getting-started/concepts"],
    },
    {
      id: "pulsar-broker",
      title: "Pulsar broker",
      programs: ["pulsar broker", "start-broker"],
      livenessDuringRecovery: "answers",
      sources: ["https://pulsar.apache.org/docs/next/concepts-architecture-overview/"],
    },
    {
      id: "pulsar-proxy",
      title: "Pulsar proxy",
      programs: ["pulsar proxy", "start-proxy"],
      livenessDuringRecovery: "answers",
      sources: ["https://pulsar.apache.org/docs/next/concepts-architecture-overview/"],
    },
  ];
}

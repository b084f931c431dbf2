import type { KnownWorkloadEntry } from "../known-workload.ts";

/** Software that keeps a cluster's truth: consensus stores, locks, secrets. */
export function coordinators(): readonly KnownWorkloadEntry[] {
  return [
    {
      // Neither the client port nor `/health` answers before a leader is elected.
      id: "etcd",
      title: "etcd",
      images: ["etcd", "etcd-development"],
      programs: ["etcd"],
      quorum: true,
      needsPeersBeforeReady: true,
      livenessDuringRecovery: "fails",
      dataDirectories: ["/bitnami/etcd/data", "/var/lib/etcd", "/etcd-data"],
      sources: [
        "https://etcd.io/docs/v3.5/op-guide/clustering/",
        "https://etcd.io/docs/v3.5/op-guide/monitoring/#health-check",
        "etcd-io/etcd-operator#130",
      ],
    },
    {
      // Serves only with a quorum, yet `ruok` and an open port say nothing about one.
      id: "zookeeper",
      title: "ZooKeeper",
      images: ["zookeeper", "cp-zookeeper", "k8szk", "kubernetes-zookeeper"],
      programs: [
        "zkserver.sh",
        "zookeeper-server-start.sh",
        "zookeeper-server-start",
        "pulsar zookeeper",
        "start-zookeeper",
      ],
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["ruok", "tcpSocket", "zookeeper-ready", "ready_live", "zkok", "/commands"],
      livenessDuringRecovery: "fails",
      dataDirectories: ["/data", "/bitnami/zookeeper", "/var/lib/zookeeper"],
      sources: [
        "https://zookeeper.apache.org/doc/current/zookeeperAdmin.html#sc_4lw",
        "https://kubernetes.io/docs/tutorials/stateful-application/zookeeper/",
      ],
    },
    {
      id: "clickhouse-keeper",
      title: "ClickHouse Keeper",
      images: ["clickhouse-keeper"],
      programs: ["clickhouse-keeper"],
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["ruok", "tcpSocket"],
      dataDirectories: ["/var/lib/clickhouse-keeper", "/bitnami/clickhouse-keeper/coordination"],
      sources: ["https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper"],
    },
    {
      // The chart's readiness command asks for a leader; a server joins by `retry_join` of the others' names.
      id: "consul",
      title: "Consul",
      images: ["consul", "consul-enterprise"],
      programs: ["consul agent"],
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["tcpSocket"],
      livenessDuringRecovery: "unknown",
      dataDirectories: ["/consul/data", "/bitnami/consul"],
      sources: ["https://developer.hashicorp.com/consul/docs/concept/consensus", "hashicorp/consul-helm#167"],
    },
    {
      // A server joins an unsealed leader only; without that it is sealed, whoever its peers are.
      id: "vault",
      title: "Vault",
      images: ["vault", "vault-enterprise", "openbao"],
      programs: ["vault server", "bao server"],
      quorum: true,
      livenessDuringRecovery: "answers",
      dataDirectories: ["/vault/data", "/openbao/data"],
      sources: ["https://developer.hashicorp.com/vault/docs/concepts/integrated-storage", "hashicorp/vault-helm#81"],
    },
  ];
}

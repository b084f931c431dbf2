import type { KnownWorkloadEntry } from "./entry.ts";

export function zookeeper(): KnownWorkloadEntry {
  return {
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
  };
}

import type { KnownWorkloadEntry } from "../known-workload.ts";

/** Document, key-value, wide-column and graph databases, and object stores. */
export function otherDatabases(): readonly KnownWorkloadEntry[] {
  return [
    {
      // Stateless: it routes to the shards.
      id: "mongos",
      title: "MongoDB router",
      programs: ["mongos"],
      livenessDuringRecovery: "answers",
      sources: ["https://www.mongodb.com/docs/manual/core/sharded-cluster-query-router/"],
    },
    {
      // mongod listens only once WiredTiger has recovered; a replica set elects by majority; a member answers `ping` alone.
      id: "mongodb",
      title: "MongoDB",
      images: [
        "mongo",
        "mongodb",
        "mongodb-sharded",
        "mongodb-community-server",
        "mongodb-enterprise-server",
        "percona-server-mongodb",
      ],
      programs: ["mongod"],
      quorum: true,
      livenessDuringRecovery: "fails",
      dataDirectories: ["/data/db", "/bitnami/mongodb/data/db"],
      sources: [
        "https://www.mongodb.com/docs/manual/core/replica-set-elections/",
        "https://www.mongodb.com/docs/manual/core/journaling/",
      ],
    },
    {
      id: "redis-sentinel",
      title: "Redis Sentinel",
      images: ["redis-sentinel", "valkey-sentinel"],
      programs: ["redis-sentinel", "valkey-sentinel"],
      quorum: true,
      livenessDuringRecovery: "answers",
      sources: ["https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/"],
    },
    {
      id: "redis-cluster",
      title: "Redis Cluster",
      images: ["redis-cluster", "valkey-cluster"],
      quorum: true,
      livenessDuringRecovery: "answers",
      dataDirectories: ["/bitnami/redis/data", "/bitnami/valkey/data"],
      sources: ["https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/"],
    },
    {
      // The port is open and `-LOADING` is answered while the data set is read.
      id: "redis",
      title: "Redis",
      images: ["redis", "redis-stack", "redis-stack-server", "valkey", "keydb", "dragonfly"],
      programs: ["redis-server", "valkey-server", "keydb-server", "dragonfly"],
      orderedBootstrap: true,
      livenessDuringRecovery: "answers",
      dataDirectories: ["/data", "/bitnami/redis/data", "/bitnami/valkey/data"],
      sources: ["https://redis.io/docs/latest/operate/oss_and_stack/management/replication/"],
    },
    {
      // A node joins through seeds that are up; one at a time. CQL opens after the commit log was replayed.
      id: "cassandra",
      title: "Cassandra",
      images: ["cassandra", "cass-management-api", "dse-server"],
      programs: ["cassandra"],
      quorum: true,
      orderedBootstrap: true,
      livenessDuringRecovery: "fails",
      dataDirectories: ["/var/lib/cassandra", "/bitnami/cassandra/data", "/cassandra_data"],
      sources: ["https://cassandra.apache.org/doc/latest/cassandra/managing/operating/topo_changes.html"],
    },
    {
      id: "scylla",
      title: "ScyllaDB",
      images: ["scylla", "scylladb", "scylla-enterprise"],
      programs: ["scylla"],
      quorum: true,
      orderedBootstrap: true,
      livenessDuringRecovery: "fails",
      dataDirectories: ["/var/lib/scylla", "/bitnami/scylladb/data"],
      sources: [
        "https://docs.scylladb.com/manual/stable/operating-scylla/procedures/cluster-management/create-cluster.html",
      ],
    },
    {
      // In distributed mode a server looks up every member's name before it opens its port.
      id: "minio",
      title: "MinIO",
      images: ["minio"],
      programs: ["minio server", "minio"],
      quorum: true,
      needsPeersBeforeReady: true,
      livenessDuringRecovery: "answers",
      dataDirectories: ["/data", "/export", "/bitnami/minio/data"],
      sources: [
        "https://min.io/docs/minio/linux/operations/concepts/erasure-coding.html",
        "https://min.io/docs/minio/linux/operations/monitoring/healthcheck-probe.html",
        "minio/minio#4225",
      ],
    },
    {
      id: "seaweedfs-master",
      title: "SeaweedFS master",
      programs: ["weed master"],
      quorum: true,
      dataDirectories: ["/data"],
      sources: ["https://github.com/seaweedfs/seaweedfs/wiki/Failover-Master-Server"],
    },
    {
      // Bolt opens only once the store has recovered, and in a cluster once enough members found each other.
      id: "neo4j",
      title: "Neo4j",
      images: ["neo4j"],
      quorum: true,
      needsPeersBeforeReady: true,
      livenessDuringRecovery: "fails",
      dataDirectories: ["/data"],
      graceSeconds: 3600,
      sources: ["https://neo4j.com/docs/operations-manual/current/kubernetes/configuration/"],
    },
    {
      id: "couchdb",
      title: "CouchDB",
      images: ["couchdb"],
      quorum: true,
      livenessDuringRecovery: "answers",
      dataDirectories: ["/opt/couchdb/data", "/bitnami/couchdb"],
      sources: ["https://docs.couchdb.org/en/stable/cluster/theory.html"],
    },
    {
      // Zero 0 founds the group; the others name it as their peer.
      id: "dgraph",
      title: "Dgraph",
      images: ["dgraph"],
      programs: ["dgraph zero", "dgraph alpha"],
      quorum: true,
      orderedBootstrap: true,
      dataDirectories: ["/dgraph"],
      sources: ["https://docs.dgraph.io/deploy/"],
    },
    {
      // Peers join through the first one, which must then reach each under its own name before it is ready.
      id: "qdrant",
      title: "Qdrant",
      images: ["qdrant"],
      programs: ["qdrant"],
      looksUpUnreadyPeers: true,
      readyAlone: ["httpGet /\n", "/healthz", "tcpSocket"],
      orderedBootstrap: true,
      livenessDuringRecovery: "answers",
      dataDirectories: ["/qdrant/storage"],
      sources: ["https://qdrant.tech/documentation/guides/distributed_deployment/", "qdrant/qdrant-helm#115"],
    },
  ];
}

import type { KnownWorkloadEntry } from "../known-workload.ts";

/** Databases that speak SQL. */
export function relationalDatabases(): readonly KnownWorkloadEntry[] {
  return [
    {
      // Patroni's own REST endpoints answer for liveness while PostgreSQL recovers.
      id: "patroni",
      title: "PostgreSQL under Patroni",
      images: ["spilo", "patroni", "timescaledb-ha", "crunchy-postgres-ha"],
      programs: ["patroni"],
      livenessDuringRecovery: "answers",
      dataDirectories: ["/home/postgres/pgdata/pgroot/data"],
      sources: ["https://patroni.readthedocs.io/en/latest/rest_api.html"],
    },
    {
      // initdb refuses a directory that is not empty; pg_isready fails while the server recovers.
      id: "postgresql",
      title: "PostgreSQL",
      images: [
        "postgres",
        "postgresql",
        "postgresql-repmgr",
        "postgis",
        "pgvector",
        "timescaledb",
        "crunchy-postgres",
        "percona-postgresql",
        "percona-distribution-postgresql",
        "alloydbomni",
        "stolon",
      ],
      programs: ["postgres", "stolon-keeper"],
      livenessDuringRecovery: "fails",
      dataDirectories: ["/var/lib/postgresql/data", "/bitnami/postgresql/data", "/var/lib/pgsql/data"],
      refusesLostAndFound: true,
      sources: [
        "https://www.postgresql.org/docs/current/app-pg-isready.html",
        "https://github.com/docker-library/docs/blob/master/postgres/README.md#pgdata",
        "supabase-community/supabase-kubernetes#57",
      ],
    },
    {
      // The first member founds the component, the others take a copy from it (SST) before they are ready.
      id: "galera",
      title: "MariaDB Galera Cluster",
      images: ["mariadb-galera", "galera"],
      quorum: true,
      orderedBootstrap: true,
      livenessDuringRecovery: "fails",
      dataDirectories: ["/bitnami/mariadb/data", "/var/lib/mysql"],
      sources: ["https://galeracluster.com/library/documentation/weighted-quorum.html", "helm/charts#17501"],
    },
    {
      id: "percona-xtradb-cluster",
      title: "Percona XtraDB Cluster",
      images: ["percona-xtradb-cluster"],
      quorum: true,
      orderedBootstrap: true,
      livenessDuringRecovery: "fails",
      dataDirectories: ["/var/lib/mysql"],
      sources: ["https://docs.percona.com/percona-xtradb-cluster/8.0/bootstrap.html"],
    },
    {
      // The server opens its port only once InnoDB has recovered.
      id: "mysql",
      title: "MySQL",
      images: ["mysql", "mysql-server", "percona-server", "percona"],
      programs: ["mysqld", "mysqld_safe"],
      livenessDuringRecovery: "fails",
      dataDirectories: ["/var/lib/mysql", "/bitnami/mysql/data"],
      sources: ["https://dev.mysql.com/doc/refman/8.4/en/innodb-recovery.html"],
    },
    {
      id: "mariadb",
      title: "MariaDB",
      images: ["mariadb"],
      programs: ["mariadbd"],
      livenessDuringRecovery: "fails",
      dataDirectories: ["/var/lib/mysql", "/bitnami/mariadb/data"],
      sources: ["https://mariadb.com/docs/server/server-usage/storage-engines/innodb"],
    },
    {
      // `/health?ready=1` fails until the node has joined an initialised cluster; `/health` answers at once.
      id: "cockroachdb",
      title: "CockroachDB",
      images: ["cockroach"],
      programs: ["cockroach start"],
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["tcpSocket"],
      livenessDuringRecovery: "answers",
      dataDirectories: ["/cockroach/cockroach-data"],
      graceSeconds: 300,
      sources: [
        "https://www.cockroachlabs.com/docs/stable/monitoring-and-alerting#health-endpoints",
        "https://www.cockroachlabs.com/docs/stable/node-shutdown#termination-grace-period-on-kubernetes",
        "cockroachdb/cockroach-operator#470",
      ],
    },
    {
      // Every member has all data; a majority must agree on writes. `/readyz` needs a leader.
      id: "rqlite",
      title: "rqlite",
      images: ["rqlite"],
      programs: ["rqlited"],
      quorum: true,
      needsPeersBeforeReady: true,
      readyAlone: ["noleader", "tcpSocket"],
      dataDirectories: ["/rqlite/file"],
      sources: ["https://rqlite.io/docs/guides/monitoring-rqlite/#readiness-checks"],
    },
    {
      id: "tikv",
      title: "TiKV",
      images: ["tikv"],
      programs: ["tikv-server"],
      quorum: true,
      dataDirectories: ["/var/lib/tikv"],
      sources: ["https://docs.pingcap.com/tidb/stable/tikv-overview"],
    },
    {
      id: "tidb-pd",
      title: "TiDB's Placement Driver",
      images: ["pd"],
      programs: ["pd-server"],
      quorum: true,
      dataDirectories: ["/var/lib/pd"],
      sources: ["https://docs.pingcap.com/tidb/stable/tidb-scheduling"],
    },
    {
      // Tables are loaded before the ports open, unless async_load_databases is on.
      id: "clickhouse",
      title: "ClickHouse",
      images: ["clickhouse-server", "clickhouse"],
      programs: ["clickhouse-server"],
      livenessDuringRecovery: "fails",
      dataDirectories: ["/var/lib/clickhouse", "/bitnami/clickhouse/data"],
      sources: ["https://clickhouse.com/docs/operations/server-configuration-parameters/settings#async_load_databases"],
    },
  ];
}

import type { KnownSetting } from "./_known-setting.ts";

/** A setting that a server or its image writes into the data at the first start. */
export interface StoredSetting extends KnownSetting {
  /**
   * What a changed value does: `refused`, the server does not start on the data; `held`, nothing, as the data keep the old
   * one; `removed`, it starts and takes no part in its cluster; `empty`, it begins anew beside its data.
   */
  readonly effect: "refused" | "held" | "removed" | "empty";
  /** For `refused`: what the server says, with `{from}` and `{to}`. */
  readonly consequence?: string;
}

const postgres = ["postgres", "postgresql", "postgresql-repmgr", "postgis", "pgvector", "timescaledb"];
const mysql = ["mysql", "mysql-server", "percona", "percona-server", "mariadb"];

const inStoredConfiguration =
  "keep it; to rename a replica set its stored configuration has to be changed first, with every member stopped";
const inSql = "change it in the database first (`ALTER USER … IDENTIFIED BY …`), then here";

/** A table, one line a setting; of two that read one variable the first counts. */
export const storedSettings: readonly StoredSetting[] = [
  {
    // apache/cassandra, StorageService: ConfigurationException at the start
    workloads: ["cassandra"],
    variables: ["CASSANDRA_NUM_TOKENS"],
    key: "num_tokens",
    effect: "refused",
    consequence: "Cannot change the number of tokens",
    instead: "keep it for these nodes; a new data center with the other number can take their place",
  },
  {
    // https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/db/SystemKeyspace.java, checkHealth
    workloads: ["cassandra"],
    variables: ["CASSANDRA_CLUSTER_NAME"],
    // The entry point writes it as it is into YAML, quotes included.
    part: /[^'"]+/,
    effect: "refused",
    consequence: "Saved cluster name {from} != configured name {to}",
    instead: "keep it; a cluster of another name is a new one, into which the data have to be restored",
  },
  {
    // https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/service/StartupChecks.java: other snitches do not read it.
    workloads: ["cassandra"],
    variables: ["CASSANDRA_DC"],
    only: ["CASSANDRA_ENDPOINT_SNITCH", "GossipingPropertyFileSnitch"],
    unless: "ignore_dc",
    effect: "refused",
    consequence: "Cannot start node if snitch's data center ({to}) differs from previous data center ({from})",
    instead: "keep it; nodes of another data center are new ones, which stream the data from these",
  },
  {
    // https://github.com/mongodb/mongo/blob/master/src/mongo/db/repl/replication_coordinator_impl.cpp: it waits in the state REMOVED.
    // https://github.com/bitnami/containers: the variable is its own; seeds may stand behind the option's name.
    workloads: ["mongodb"],
    images: ["mongodb"],
    variables: ["MONGODB_REPLICA_SET_NAME"],
    part: /^[^/]*/,
    effect: "removed",
    instead: inStoredConfiguration,
  },
  {
    workloads: ["mongodb"],
    options: ["--replSet"],
    key: "replSetName",
    part: /^[^/]*/,
    effect: "removed",
    instead: inStoredConfiguration,
  },
  {
    // https://www.rabbitmq.com/docs/relocate: a directory for each node's name, unless another is set.
    // A name without a host is completed by the pod's.
    workloads: ["rabbitmq"],
    variables: ["RABBITMQ_NODENAME"],
    part: /^[^@]*@.*/s,
    unless: "MNESIA_DIR",
    effect: "empty",
    instead: "keep it; to rename nodes let new ones join the cluster and take the old ones out of it",
  },
  {
    // https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_lower_case_table_names
    workloads: ["mysql"],
    options: ["--lower-case-table-names", "--lower_case_table_names"],
    key: "lower_case_table_names",
    since: 8,
    effect: "refused",
    consequence: "Different lower_case_table_names settings for server and data dictionary",
    instead: "keep it, or dump the databases and load them into a server with the new setting on a new claim",
  },
  {
    // apache/kafka, MetaPropertiesEnsemble.verify
    workloads: ["kafka", "kafka-kraft"],
    variables: ["KAFKA_NODE_ID", "KAFKA_CFG_NODE_ID", "KAFKA_BROKER_ID", "KAFKA_CFG_BROKER_ID"],
    effect: "refused",
    consequence: "Stored node id doesn't match previous node id",
    instead: "keep it: the partitions' replicas are known by it",
  },
  {
    workloads: ["kafka", "kafka-kraft"],
    variables: ["CLUSTER_ID", "KAFKA_KRAFT_CLUSTER_ID"],
    effect: "held",
    instead: "keep it: a new member that is formatted with another one never joins",
  },
  {
    // https://github.com/docker-library/docs/blob/master/postgres/README.md; Bitnami's: "Deploying PostgreSQL with persisted data"
    workloads: ["postgresql"],
    images: postgres,
    variables: [
      "POSTGRES_PASSWORD",
      "POSTGRESQL_PASSWORD",
      "POSTGRES_POSTGRES_PASSWORD",
      "POSTGRESQL_POSTGRES_PASSWORD",
    ],
    effect: "held",
    instead: "change it in the database first (`ALTER ROLE … PASSWORD …`), then here",
  },
  {
    workloads: ["postgresql"],
    images: postgres,
    variables: ["POSTGRES_USER", "POSTGRESQL_USERNAME", "POSTGRES_DB", "POSTGRESQL_DATABASE", "POSTGRES_INITDB_ARGS"],
    effect: "held",
    instead: "create the role or the database by SQL first (`CREATE ROLE`, `CREATE DATABASE`), then name it here",
  },
  {
    // https://github.com/docker-library/docs/blob/master/mysql/README.md; the same of MariaDB and Percona
    workloads: ["mysql", "mariadb"],
    images: mysql,
    variables: ["MYSQL_ROOT_PASSWORD", "MARIADB_ROOT_PASSWORD", "MYSQL_PASSWORD", "MARIADB_PASSWORD"],
    effect: "held",
    instead: inSql,
  },
  {
    workloads: ["mysql", "mariadb"],
    images: mysql,
    variables: ["MYSQL_USER", "MARIADB_USER", "MYSQL_DATABASE", "MARIADB_DATABASE"],
    effect: "held",
    instead: "create the user or the database by SQL first (`CREATE USER`, `CREATE DATABASE`), then name it here",
  },
  {
    // https://github.com/docker-library/docs/blob/master/mongo/README.md
    workloads: ["mongodb"],
    images: ["mongo", "mongodb", "percona-server-mongodb"],
    variables: [
      "MONGO_INITDB_ROOT_USERNAME",
      "MONGO_INITDB_ROOT_PASSWORD",
      "MONGODB_ROOT_PASSWORD",
      "MONGODB_ROOT_USER",
    ],
    effect: "held",
    instead: "change it in the database first (`db.changeUserPassword`, `db.createUser`), then here",
  },
  {
    // https://docs.influxdata.com/influxdb/v2/install/upgrade/v1-to-v2/docker/: the setup runs where there is no boltdb file yet
    workloads: ["influxdb"],
    variables: [
      "DOCKER_INFLUXDB_INIT_USERNAME",
      "DOCKER_INFLUXDB_INIT_PASSWORD",
      "DOCKER_INFLUXDB_INIT_ADMIN_TOKEN",
      "DOCKER_INFLUXDB_INIT_ORG",
      "DOCKER_INFLUXDB_INIT_BUCKET",
    ],
    effect: "held",
    instead: "change it with `influx` first (`influx user password`, `influx auth create`), then here",
  },
  {
    // neo4j operations manual, Docker: "does not override the existing authentication"
    workloads: ["neo4j"],
    variables: ["NEO4J_AUTH"],
    effect: "held",
    instead: "change it in the database first (`ALTER USER neo4j SET PASSWORD …`), then here",
  },
  {
    // rabbitmq/rabbitmq-server, rabbit.erl: the default user is made with the database alone; docker-library/rabbitmq#150
    workloads: ["rabbitmq"],
    images: ["rabbitmq"],
    variables: ["RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS"],
    unless: "definitions",
    effect: "held",
    instead: "change it in the broker first (`rabbitmqctl change_password`, `add_user`), then here",
  },
];

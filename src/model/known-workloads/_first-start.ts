/** A setting that a server or its image writes into the data at the first start. */
export interface StoredSetting {
  /** Ids of the known workloads. */
  readonly workloads: readonly string[];
  /** Images by the last part of their name; absent: any. */
  readonly images?: readonly string[];
  readonly variables?: readonly string[];
  readonly options?: readonly string[];
  /** The key of a line in a mounted configuration file. */
  readonly key?: string;
  /** The first major version that it holds for. */
  readonly since?: number;
  /** What a changed value does: `refused`, the server does not start on the data; `held`, nothing, as the data keep the old one. */
  readonly effect: "refused" | "held";
  /** For `refused`: what the server says. */
  readonly consequence?: string;
  readonly instead: string;
}

const postgres = ["postgres", "postgresql", "postgresql-repmgr", "postgis", "pgvector", "timescaledb"];
const mysql = ["mysql", "mysql-server", "percona", "percona-server", "mariadb"];

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
];

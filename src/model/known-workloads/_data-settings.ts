/** How a piece of software is told where to keep its data: by variables and by options, the one that wins first. */
export interface DataSettings {
  readonly variables?: readonly string[];
  readonly options?: readonly string[];
}

/** By the id of the known workload. Each is in the image's or the software's own documentation. */
export const dataSettings: ReadonlyMap<string, DataSettings> = new Map<string, DataSettings>([
  // https://github.com/docker-library/docs/blob/master/postgres/README.md#pgdata; bitnami/containers postgresql
  ["postgresql", { variables: ["PGDATA", "POSTGRESQL_DATA_DIR"], options: ["-D"] }],
  ["patroni", { variables: ["PGDATA", "PATRONI_POSTGRESQL_DATA_DIR"] }],
  ["mysql", { variables: ["MYSQL_DATA_DIR"], options: ["--datadir"] }],
  ["mariadb", { variables: ["MARIADB_DATA_DIR"], options: ["--datadir"] }],
  ["galera", { variables: ["MARIADB_DATA_DIR"], options: ["--datadir"] }],
  ["percona-xtradb-cluster", { options: ["--datadir"] }],
  ["mongodb", { variables: ["MONGODB_DATA_DIR"], options: ["--dbpath"] }],
  ["redis", { variables: ["REDIS_DATA_DIR"], options: ["--dir"] }],
  // https://www.elastic.co/guide/en/elasticsearch/reference/current/docker.html: settings as variables
  ["elasticsearch", { variables: ["path.data", "ELASTICSEARCH_DATA_DIR_LIST"] }],
  ["elasticsearch-data", { variables: ["path.data", "ELASTICSEARCH_DATA_DIR_LIST"] }],
  ["etcd", { variables: ["ETCD_DATA_DIR"], options: ["--data-dir"] }],
  ["zookeeper", { variables: ["ZOO_DATA_DIR"] }],
  ["kafka", { variables: ["KAFKA_LOG_DIRS", "KAFKA_CFG_LOG_DIRS"] }],
  ["kafka-kraft", { variables: ["KAFKA_LOG_DIRS", "KAFKA_CFG_LOG_DIRS"] }],
  ["rabbitmq", { variables: ["RABBITMQ_MNESIA_BASE"] }],
  ["influxdb", { variables: ["INFLUXDB_DATA_DIR", "INFLUXD_ENGINE_PATH"], options: ["--engine-path"] }],
  ["consul", { options: ["-data-dir"] }],
  ["cockroachdb", { options: ["--store"] }],
  ["prometheus", { options: ["--storage.tsdb.path"] }],
  ["victoria-metrics", { options: ["--storageDataPath", "-storageDataPath"] }],
  ["qdrant", { variables: ["QDRANT__STORAGE__STORAGE_PATH"] }],
  ["nats", { options: ["--store_dir", "-sd", "-store_dir"] }],
  ["clickhouse", { variables: ["CLICKHOUSE_DATA_DIR"] }],
]);

/** What an image declares of its volumes, and how its data is moved elsewhere. */
export interface ImageVolumes {
  readonly title: string;
  /** Repositories without their registry; `library/` in front is the same. Images derived from one inherit its volumes. */
  readonly repositories: readonly string[];
  /** The same where the repository's name holds a version. */
  readonly pattern?: RegExp;
  /** The first and the last major version that it holds for. */
  readonly since?: number;
  readonly until?: number;
  /** The directories that the image declares as volumes: a container runtime mounts an anonymous one at each that is no mount. */
  readonly volumes: readonly string[];
  /** Where the data lies unless something moves it. */
  readonly data: string;
  /** Where a volume belongs, where that is neither a declared one nor the data directory. */
  readonly mountAt?: string;
  /** Variables that name the data directory. */
  readonly variables: readonly string[];
  /** Arguments after which the data directory stands. */
  readonly arguments: readonly string[];
  readonly sources: readonly string[];
}

const library = "https://github.com/docker-library";

/** Official images, and those built on them, that declare their data directory as a volume. */
export function imageVolumes(): readonly ImageVolumes[] {
  const postgres = {
    title: "PostgreSQL",
    repositories: [
      "postgres",
      "postgis/postgis",
      "pgvector/pgvector",
      "timescale/timescaledb",
      "ankane/pgvector",
      "imresamu/postgis",
    ],
    variables: ["PGDATA"],
    arguments: ["-D", "data_directory"],
  };
  return [
    {
      ...postgres,
      until: 17,
      volumes: ["/var/lib/postgresql/data"],
      data: "/var/lib/postgresql/data",
      sources: [`${library}/docs/tree/master/postgres`],
    },
    {
      ...postgres,
      since: 18,
      volumes: ["/var/lib/postgresql"],
      data: "/var/lib/postgresql/MAJOR/docker",
      sources: ["docker-library/postgres#1259", "docker-library/postgres#1364"],
    },
    {
      ...postgres,
      repositories: ["bitnami/postgresql", "bitnamilegacy/postgresql", "bitnamisecure/postgresql"],
      volumes: ["/bitnami/postgresql"],
      data: "/bitnami/postgresql/data",
      variables: ["POSTGRESQL_DATA_DIR", "PGDATA"],
      sources: ["https://github.com/bitnami/containers/tree/main/bitnami/postgresql"],
    },
    {
      ...postgres,
      repositories: [],
      pattern: /(?:^|\/)(?:sclorg|centos|fedora|rhscl|rhel\d{1,2})\/postgresql-\d{1,3}(?:-\w{1,10})?$/,
      volumes: [],
      data: "/var/lib/pgsql/data/userdata",
      mountAt: "/var/lib/pgsql/data",
      variables: [],
      arguments: [],
      sources: ["https://github.com/sclorg/postgresql-container"],
    },
    {
      title: "MongoDB",
      repositories: ["mongo"],
      volumes: ["/data/db", "/data/configdb"],
      data: "/data/db",
      variables: [],
      arguments: ["--dbpath", "dbPath"],
      sources: [`${library}/docs/tree/master/mongo`],
    },
    {
      title: "MySQL",
      repositories: ["mysql", "mysql/mysql-server", "percona", "percona/percona-server"],
      volumes: ["/var/lib/mysql"],
      data: "/var/lib/mysql",
      variables: [],
      arguments: ["--datadir", "datadir"],
      sources: [`${library}/docs/tree/master/mysql`],
    },
    {
      title: "MariaDB",
      repositories: ["mariadb"],
      volumes: ["/var/lib/mysql"],
      data: "/var/lib/mysql",
      variables: [],
      arguments: ["--datadir", "datadir"],
      sources: [`${library}/docs/tree/master/mariadb`],
    },
    {
      title: "Cassandra",
      repositories: ["cassandra"],
      volumes: ["/var/lib/cassandra"],
      data: "/var/lib/cassandra/data",
      variables: [],
      arguments: ["data_file_directories"],
      sources: [`${library}/docs/tree/master/cassandra`],
    },
    {
      title: "RabbitMQ",
      repositories: ["rabbitmq"],
      volumes: ["/var/lib/rabbitmq"],
      data: "/var/lib/rabbitmq/mnesia",
      // Without the prefix in rabbitmq-env.conf.
      variables: ["RABBITMQ_MNESIA_BASE", "RABBITMQ_MNESIA_DIR", "MNESIA_BASE", "MNESIA_DIR"],
      arguments: [],
      sources: [`${library}/docs/tree/master/rabbitmq`],
    },
    {
      title: "InfluxDB",
      repositories: ["influxdb"],
      until: 1,
      volumes: ["/var/lib/influxdb"],
      data: "/var/lib/influxdb",
      variables: ["INFLUXDB_DATA_DIR"],
      arguments: [],
      sources: [`${library}/docs/tree/master/influxdb`],
    },
    {
      title: "InfluxDB",
      repositories: ["influxdb"],
      since: 2,
      until: 2,
      volumes: ["/var/lib/influxdb2", "/etc/influxdb2"],
      data: "/var/lib/influxdb2",
      variables: ["INFLUXD_BOLT_PATH", "INFLUXD_ENGINE_PATH"],
      arguments: ["--bolt-path", "--engine-path"],
      sources: [`${library}/docs/tree/master/influxdb`],
    },
    {
      title: "CouchDB",
      repositories: ["couchdb"],
      volumes: ["/opt/couchdb/data"],
      data: "/opt/couchdb/data",
      variables: [],
      arguments: ["database_dir"],
      sources: ["https://github.com/apache/couchdb-docker"],
    },
    {
      title: "ClickHouse",
      repositories: ["clickhouse/clickhouse-server"],
      volumes: ["/var/lib/clickhouse"],
      data: "/var/lib/clickhouse",
      // In YAML the data's `path` is not told from those of other things.
      variables: ["path: "],
      arguments: ["--path", "<path>"],
      sources: ["https://github.com/ClickHouse/ClickHouse/tree/master/docker/server"],
    },
    {
      title: "Solr",
      repositories: ["solr"],
      volumes: ["/var/solr"],
      data: "/var/solr/data",
      variables: ["SOLR_HOME", "SOLR_DATA_HOME"],
      arguments: ["-s"],
      sources: ["https://github.com/apache/solr-docker"],
    },
    {
      title: "ArangoDB",
      repositories: ["arangodb", "arangodb/arangodb"],
      volumes: ["/var/lib/arangodb3", "/var/lib/arangodb3-apps"],
      data: "/var/lib/arangodb3",
      variables: [],
      arguments: ["--database.directory"],
      sources: ["https://github.com/arangodb/arangodb-docker"],
    },
    {
      title: "Jenkins",
      repositories: ["jenkins/jenkins"],
      volumes: ["/var/jenkins_home"],
      data: "/var/jenkins_home",
      variables: ["JENKINS_HOME"],
      arguments: [],
      sources: ["https://github.com/jenkinsci/docker"],
    },
  ];
}

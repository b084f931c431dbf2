/** An image whose server keeps its data in a directory of its own unless it is told otherwise. */
export interface ImageHome {
  readonly title: string;
  /** The image, with a tag of which all that follows holds. */
  readonly image: RegExp;
  readonly directory: string;
  /** What the command and the arguments begin with where the server itself is started; options alone may follow. */
  readonly start: RegExp;
  /** Words that may move the data, wherever they stand. */
  readonly movers: RegExp;
  /** Where the image keeps other things worth a claim. */
  readonly home?: RegExp;
  /** Where no volume belongs at the directory: the variable that moves the data. */
  readonly setting?: string;
  /** A second directory, of the log of transactions. */
  readonly log?: string;
}

const hub = "^(?:(?:docker\\.io|index\\.docker\\.io|mirror\\.gcr\\.io|public\\.ecr\\.aws/docker)/)?";
const official = `${hub}(?:library/)?`;
const nothing = /^$/;

// Read in the images' Dockerfiles and start scripts; sources of entries are named beside them.
export const imageHomes: readonly ImageHome[] = [
  {
    // apache/kafka, docker/jvm/Dockerfile and KafkaDockerWrapper.scala: the file with the defaults counts where no variable sets anything.
    title: "Kafka",
    image: new RegExp(`${hub}apache/kafka(?:-native)?(?=[:@]|$)`),
    directory: "/tmp/kafka-logs",
    start: nothing,
    movers: /log[._]dir/i,
    home: /^\/(?:opt\/kafka|etc|mnt\/shared|tmp)(?:\/|$)/,
    setting: "KAFKA_LOG_DIRS",
  },
  {
    // 31z4/zookeeper-docker, Dockerfile and docker-entrypoint.sh
    title: "ZooKeeper",
    image: new RegExp(`${official}zookeeper:3\\.(?:[5-9]|\\d\\d)(?=[.@-]|$)`),
    directory: "/data",
    start: /^(?:zkServer\.sh start-foreground)?$/,
    movers: /data_?(?:log_?)?dir|conf_dir/i,
    home: /^\/(?:datalog|logs|conf)(?:\/|$)/,
    log: "/datalog",
  },
  {
    title: "Elasticsearch",
    image: new RegExp(
      `(?:^docker\\.elastic\\.co/elasticsearch/|${official}|${hub}elasticsearch/)elasticsearch(?:-oss)?:[6-9]\\.`,
    ),
    directory: "/usr/share/elasticsearch/data",
    start: /^(?:eswrapper)?$/,
    movers: /path\W{0,3}data|PATH_DATA|ES_PATH|ES_HOME|(?:^|[\s{,"'])path["']?[ \t]{0,8}:/m,
    home: /^\/usr\/share\/elasticsearch(?:\/|$)/,
  },
  {
    // etcd-io/etcd, Dockerfile: from 3.5.7 on it has a working directory, in which `default.etcd` is made.
    title: "etcd",
    image: /^(?:quay\.io\/coreos|gcr\.io\/etcd-development)\/etcd:v3\.(?:5\.(?:[7-9]|\d\d)|[6-9]\.\d{1,2})(?=[@-]|$)/,
    directory: "/var/lib/etcd",
    start: /^(?:(?:\/usr\/local\/bin\/)?etcd)?(?= |$)/,
    movers: /(?:data|wal|config)[-_](?:dir|file)/i,
  },
  {
    // prometheus/prometheus, Dockerfile: with arguments `data/` in the working directory, /prometheus
    title: "Prometheus",
    image: new RegExp(`(?:${hub}prom|^quay\\.io/prometheus)/prometheus:v[23]\\.`),
    directory: "/prometheus",
    start: /^(?:(?:\/bin\/)?prometheus)?(?= |-|$)/,
    movers: /storage\.(?:tsdb\.path|agent|local)|(?:^|\s)--?agent\b|enable-feature\S{0,200}agent/,
  },
  {
    // go-gitea/gitea, Dockerfile and Dockerfile.rootless
    title: "Gitea",
    image: new RegExp(`${hub}gitea/gitea:(?:latest|1(?:\\.\\d{1,3}){1,2})(?=@|$)`),
    directory: "/data",
    start: nothing,
    movers: giteaMovers(),
  },
  {
    title: "Gitea",
    image: new RegExp(`${hub}gitea/gitea:(?:latest|1(?:\\.\\d{1,3}){1,2})-rootless(?=@|$)`),
    directory: "/var/lib/gitea",
    start: nothing,
    movers: giteaMovers(),
    home: /^\/etc(?:\/|$)/,
  },
  {
    // sonatype/docker-nexus3, Dockerfile
    title: "Nexus",
    image: new RegExp(`${hub}sonatype/nexus3:3\\.`),
    directory: "/nexus-data",
    start: nothing,
    movers: /karaf\.data|application\.data|NEXUS_DATA|sonatype-work/,
    home: /^\/opt\/sonatype(?:\/|$)/,
  },
  {
    // qdrant/qdrant, Dockerfile and config/config.yaml: ./storage
    title: "Qdrant",
    image: new RegExp(`${hub}qdrant/qdrant:v1\\.`),
    directory: "/qdrant/storage",
    start: nothing,
    movers: /storage_path/i,
    home: /^\/qdrant(?:\/|$)/,
  },
  {
    // cockroachdb/cockroach, build/deploy/Dockerfile
    title: "CockroachDB",
    image: new RegExp(`${hub}cockroachdb/cockroach:v2\\d\\.`),
    directory: "/cockroach/cockroach-data",
    start: /^(?:(?:\/cockroach\/|\.\/)?cockroach(?:\.sh)? )?start(?:-single-node)?(?= |$)/,
    movers: /(?:^|\s)(?:-s|--store)|COCKROACH_(?:STORE|ARGS)/,
    home: /^\/cockroach(?:\/|$)/,
  },
];

function giteaMovers(): RegExp {
  return /WORK_(?:DIR|PATH)|GITEA_CUSTOM|APP_DATA_PATH|APP_INI|(?:__|^[ \t]{0,8})ROOT(?![A-Z_])/m;
}

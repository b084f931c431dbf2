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
];

import type { CommentStyle } from "../file-comments.ts";

/** A line of a configuration file that names the directory of the data. */
export interface FileSetting {
  /** As it is called there. */
  readonly name: string;
  readonly comments: CommentStyle;
  /** Takes the directory. */
  readonly directory: RegExp;
  /** What is taken is a list, whose order does not matter. */
  readonly isSet?: boolean;
  /** Words of whatever else may name it: a script, a variable, an option. */
  readonly alsoBy: readonly string[];
}

// https://kafka.apache.org/documentation/
const kafka: FileSetting = {
  name: "log.dirs",
  comments: "properties",
  directory: /^[ \t]{0,8}log\.dirs[ \t]{0,8}=[ \t]{0,8}(\/[^\n]{1,2000})$/gm,
  isSet: true,
  alsoBy: ["log.dir", "LOG_DIR"],
};

/** By the id of the known workload. Each is in the software's own documentation or source. */
export const fileSettings: ReadonlyMap<string, FileSetting> = new Map<string, FileSetting>([
  ["kafka", kafka],
  ["kafka-kraft", kafka],
  // https://developer.hashicorp.com/vault/docs/concepts/integrated-storage
  [
    "vault",
    {
      name: 'storage "raft"',
      comments: "hcl",
      directory: /\bstorage[ \t]{1,8}"raft"[^{}]{0,20}\{[^{}]{0,400}?\bpath[ \t]{0,8}=[ \t]{0,8}"(\/[^"\s]{1,300})"/g,
      alsoBy: ["VAULT_RAFT_PATH", "BAO_RAFT_PATH"],
    },
  ],
  // https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper
  [
    "clickhouse-keeper",
    {
      name: "log_storage_path",
      comments: "xml",
      directory: /<log_storage_path>(\/[^<\s]{1,300})<\/log_storage_path>/g,
      alsoBy: ["log_storage_path"],
    },
  ],
  // https://docs.nats.io/jetstream/clustering
  [
    "nats",
    {
      name: "store_dir",
      comments: "nats",
      directory: /\bstore_dir"?[ \t]{0,8}[:=]?[ \t]{0,8}["']?(\/[^\s"',}]{1,300})/g,
      alsoBy: ["store_dir", "-sd"],
    },
  ],
  // https://zookeeper.apache.org/doc/current/zookeeperAdmin.html
  [
    "zookeeper",
    {
      name: "dataDir",
      comments: "properties",
      directory: /^[ \t]{0,8}dataDir[ \t]{0,8}=[ \t]{0,8}(\/\S{1,300})/gm,
      alsoBy: ["dataDir", "ZOO_DATA_DIR"],
    },
  ],
]);

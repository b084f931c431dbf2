/** A line of a configuration file that names the directory of the data. */
export interface FileSetting {
  /** As it is called there. */
  readonly name: string;
  /** Takes the directory, the first of several. */
  readonly directory: RegExp;
  /** Words of whatever else may name it: a script, a variable, an option. */
  readonly alsoBy: readonly string[];
}

const kafka = ["log.dir", "LOG_DIR"];

/** By the id of the known workload. Each is in the software's own documentation or source. */
export const fileSettings: ReadonlyMap<string, FileSetting> = new Map<string, FileSetting>([
  // https://kafka.apache.org/documentation/
  [
    "kafka",
    { name: "log.dirs", directory: /^[ \t]{0,8}log\.dirs[ \t]{0,8}=[ \t]{0,8}(\/[^\s,]{1,300})/gm, alsoBy: kafka },
  ],
  [
    "kafka-kraft",
    { name: "log.dirs", directory: /^[ \t]{0,8}log\.dirs[ \t]{0,8}=[ \t]{0,8}(\/[^\s,]{1,300})/gm, alsoBy: kafka },
  ],
  // https://developer.hashicorp.com/vault/docs/concepts/integrated-storage
  [
    "vault",
    {
      name: 'storage "raft"',
      directory: /\bstorage[ \t]{1,8}"raft"[^{}]{0,20}\{[^{}]{0,400}?\bpath[ \t]{0,8}=[ \t]{0,8}"(\/[^"\s]{1,300})"/g,
      alsoBy: ["VAULT_RAFT_PATH", "BAO_RAFT_PATH"],
    },
  ],
  // https://clickhouse.com/docs/guides/sre/keeper/clickhouse-keeper
  [
    "clickhouse-keeper",
    {
      name: "log_storage_path",
      directory: /<log_storage_path>(\/[^<\s]{1,300})<\/log_storage_path>/g,
      alsoBy: ["log_storage_path"],
    },
  ],
  // https://docs.nats.io/jetstream/clustering
  [
    "nats",
    {
      name: "store_dir",
      directory: /\bstore_dir"?[ \t]{0,8}[:=]?[ \t]{0,8}["']?(\/[^\s"',}]{1,300})/g,
      alsoBy: ["store_dir", "-sd"],
    },
  ],
  // https://zookeeper.apache.org/doc/current/zookeeperAdmin.html
  [
    "zookeeper",
    {
      name: "dataDir",
      directory: /^[ \t]{0,8}dataDir[ \t]{0,8}=[ \t]{0,8}(\/\S{1,300})/gm,
      alsoBy: ["dataDir", "ZOO_DATA_DIR"],
    },
  ],
]);

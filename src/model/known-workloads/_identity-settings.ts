/** A setting that a server writes into its data when it first starts, and holds against it ever after. */
export interface IdentitySetting {
  readonly variables: readonly string[];
  /** The images, by the last part of their name, whose entry point reads the variables; any unless given. */
  readonly images?: readonly string[];
  readonly options?: readonly string[];
  /** What of the value is the name; a value without it is not compared. */
  readonly nameOnly?: RegExp;
  /** Another variable and the value that it must have for the setting to count. */
  readonly only?: readonly [variable: string, value: string];
  /** Words anywhere in the configuration with which another value is taken, or kept elsewhere. */
  readonly unless?: readonly string[];
  /** `refused`: it does not start; `removed`: it starts and takes no part; `empty`: it begins anew beside its data. */
  readonly becomes: "refused" | "removed" | "empty";
  /** What the server says of it, with `{from}` and `{to}`; for one that is refused. */
  readonly says?: string;
}

/** By the id of the known workload. Each is in the software's own documentation or source. */
export const identitySettings: ReadonlyMap<string, readonly IdentitySetting[]> = new Map<
  string,
  readonly IdentitySetting[]
>([
  [
    "cassandra",
    [
      // https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/db/SystemKeyspace.java, checkHealth
      {
        variables: ["CASSANDRA_CLUSTER_NAME"],
        // The entry point writes it as it is into YAML, quotes included.
        nameOnly: /[^'"]+/,
        becomes: "refused",
        says: "Saved cluster name {from} != configured name {to}",
      },
      // https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/service/StartupChecks.java: other snitches do not read it.
      {
        variables: ["CASSANDRA_DC"],
        only: ["CASSANDRA_ENDPOINT_SNITCH", "GossipingPropertyFileSnitch"],
        unless: ["ignore_dc"],
        becomes: "refused",
        says: "Cannot start node if snitch's data center ({to}) differs from previous data center ({from})",
      },
    ],
  ],
  [
    "mongodb",
    [
      // https://github.com/mongodb/mongo/blob/master/src/mongo/db/repl/replication_coordinator_impl.cpp: it waits in the state REMOVED.
      // https://github.com/bitnami/containers: the variable is its own; seeds may stand behind the option's name.
      {
        variables: ["MONGODB_REPLICA_SET_NAME"],
        images: ["mongodb"],
        options: ["--replSet"],
        nameOnly: /^[^/]*/,
        becomes: "removed",
      },
    ],
  ],
  [
    "rabbitmq",
    [
      // https://www.rabbitmq.com/docs/relocate: a directory for each node's name, unless another is set.
      // A name without a host is completed by the pod's.
      { variables: ["RABBITMQ_NODENAME"], nameOnly: /^[^@]*@.*/s, unless: ["MNESIA_DIR"], becomes: "empty" },
    ],
  ],
]);

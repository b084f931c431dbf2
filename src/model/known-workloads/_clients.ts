/** A server's own client, as exec probes run it, and how both are told of a port. */
export interface Client {
  /** Ids of the known workloads whose server it asks. */
  readonly workloads: readonly string[];
  readonly programs: readonly string[];
  /** The port that both take unless told otherwise. */
  readonly usual: number;
  /** Options of the server, and of the client. */
  readonly serverOptions: readonly string[];
  readonly clientOptions: readonly string[];
  /** A variable that tells the client. */
  readonly variable?: string;
  /** Options of the client that name where it asks in another way; `host` ones may also name this very pod. */
  readonly elsewhere: readonly string[];
  readonly host: readonly string[];
  /** The server's option for a port with TLS alone, and the client's for asking so. */
  readonly tls?: readonly [server: string, client: string];
}

export const clients: readonly Client[] = [
  {
    // https://redis.io/docs/latest/operate/oss_and_stack/management/security/encryption/: `port 0` closes the port without TLS
    workloads: ["redis"],
    programs: ["redis-cli", "valkey-cli"],
    usual: 6379,
    serverOptions: ["--port"],
    clientOptions: ["-p"],
    elsewhere: ["-u", "-s"],
    host: ["-h"],
    tls: ["--tls-port", "--tls"],
  },
  {
    // https://www.postgresql.org/docs/current/app-pg-isready.html
    workloads: ["postgresql"],
    programs: ["pg_isready"],
    usual: 5432,
    serverOptions: ["-p", "--port", "port"],
    clientOptions: ["-p", "--port"],
    variable: "PGPORT",
    elsewhere: ["-d", "--dbname"],
    host: ["-h", "--host"],
  },
  {
    // https://www.mongodb.com/docs/manual/reference/default-mongodb-port/
    workloads: ["mongodb"],
    programs: ["mongosh", "mongo"],
    usual: 27017,
    serverOptions: ["--port"],
    clientOptions: ["--port"],
    elsewhere: [],
    host: ["--host"],
  },
];

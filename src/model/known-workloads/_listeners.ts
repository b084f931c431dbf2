/** How a piece of software is told at which ports it listens. */
export interface Listeners {
  /** Options whose value is a port, or addresses and URLs with one (`:9090`, `http://0.0.0.0:2379`), several with commas. All together are where it listens. */
  readonly options: readonly string[];
  /** The same by variables, which an option outweighs: by the option that it stands for. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Its port where none of the options says otherwise: where one does, nothing of it listens there. */
  readonly usual: readonly number[];
  /** Nothing of it listens anywhere else than where the options say, once one of them does. */
  readonly isAll: boolean;
  /** The option without which the others do not tell where it listens: images have defaults of their own for it. */
  readonly needs?: string;
  /** Options beside which all others mean nothing, or name what is not seen. */
  readonly unless?: readonly string[];
  /** Where no option says it: the options that name a file, the key and the port in it, and what leaves it untold. */
  readonly inFile?: { readonly named: readonly string[]; readonly port: RegExp; readonly unless: RegExp };
  /** What its configuration says where it answers at another port for probes. */
  readonly besides?: RegExp;
  /** Only what asks over HTTP: other ports of it are not for HTTP. */
  readonly httpOnly?: true;
  /** The options that put a path ahead of all that it serves over HTTP: the prefix itself, and a URL whose path it is otherwise. */
  readonly prefix?: readonly [option: string, url: string];
}

/** By the id of the known workload. Each is in the software's own documentation or source. */
export const listeners: ReadonlyMap<string, Listeners> = new Map<string, Listeners>([
  // https://prometheus.io/docs/prometheus/latest/command-line/prometheus/
  [
    "prometheus",
    {
      options: ["--web.listen-address"],
      usual: [9090],
      isAll: true,
      prefix: ["--web.route-prefix", "--web.external-url"],
    },
  ],
  // https://github.com/prometheus/alertmanager/blob/main/cmd/alertmanager/main.go: members talk at another port, of `--cluster.listen-address`.
  [
    "alertmanager",
    {
      options: ["--web.listen-address"],
      usual: [9093],
      isAll: false,
      prefix: ["--web.route-prefix", "--web.external-url"],
    },
  ],
  // https://www.mongodb.com/docs/manual/reference/default-mongodb-port/: an option outweighs the configuration file.
  ["mongodb", { options: ["--port"], usual: [27017, 27018, 27019], isAll: true }],
  // https://redis.io/docs/latest/operate/oss_and_stack/management/config/: arguments outweigh the configuration file.
  ["redis", { options: ["--port", "--tls-port"], usual: [6379], isAll: false }],
  // https://www.postgresql.org/docs/current/app-postgres.html
  ["postgresql", { options: ["-p", "--port", "port"], usual: [5432], isAll: true }],
  // https://github.com/etcd-io/etcd/blob/main/server/embed/config.go: a configuration file has all other flags ignored.
  [
    "etcd",
    {
      options: ["--listen-client-urls", "--listen-peer-urls", "--listen-metrics-urls", "--listen-client-http-urls"],
      variables: {
        ETCD_LISTEN_CLIENT_URLS: "--listen-client-urls",
        ETCD_LISTEN_PEER_URLS: "--listen-peer-urls",
        ETCD_LISTEN_METRICS_URLS: "--listen-metrics-urls",
        ETCD_LISTEN_CLIENT_HTTP_URLS: "--listen-client-http-urls",
      },
      usual: [],
      isAll: true,
      // etcd itself listens at localhost without it, Bitnami's image at all addresses.
      needs: "--listen-client-urls",
      unless: ["--config-file", "ETCD_CONFIG_FILE"],
    },
  ],
  // https://docs.nats.io/running-a-nats-service/nats_admin/monitoring: HTTP is served at the monitoring port alone.
  [
    "nats",
    {
      options: ["-m", "--http_port", "-http_port"],
      usual: [8222],
      isAll: false,
      httpOnly: true,
      inFile: {
        named: ["--config", "-config", "-c"],
        port: /(?:^|[\s{,])"?(http_port|monitor_port)"?[ \t]{0,8}[:=]?[ \t]{0,8}(\d{1,5})(?![\w.])/g,
        unless: /\binclude\b|\bhttp\b(?!s?:\/\/)/,
      },
    },
  ],
]);

/** Loki, Mimir, Tempo and others that share a server: https://grafana.com/docs/loki/latest/configure/. */
export const grafanaServer: Listeners = {
  options: ["-server.http-listen-port", "--server.http-listen-port"],
  usual: [],
  isAll: true,
  httpOnly: true,
  besides: /internal[-_]server/,
};

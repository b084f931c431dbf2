import { imageName } from "../known-workload.ts";
import type { Container } from "../pod.ts";
import { redisPersistence } from "../redis-persistence.ts";
import type { StatefulSetView } from "../statefulset.ts";
import type { ImageVersion } from "./_versions.ts";

/** A product, or some versions of it: from the first on, and below the last. */
interface Product {
  readonly title: string;
  readonly images: readonly string[];
  readonly since?: readonly [number, number];
  readonly before?: readonly [number, number];
}

/** A step to a server that does not read what the one before wrote, by the format of the data and not by its own number. */
export interface UnreadStep {
  readonly from: Product;
  readonly to: Product;
  /** What becomes of the pods, and why. */
  readonly consequence: string;
  /** What may keep it from happening where it is not sure. */
  readonly doubt?: string;
  readonly instead: string;
  /** Words of the new configuration with which it is read all the same. */
  readonly unless?: readonly string[];
  /** Whether it is sure of what this container wrote; otherwise it is a warning. */
  readonly isSure: (set: StatefulSetView, container: Container) => boolean;
}

const redis: Product = { title: "Redis", images: ["redis", "redis-stack", "redis-stack-server"] };
const valkey: Product = { title: "Valkey", images: ["valkey"] };

/** A snapshot is written at each stop; what a log begins with may be of the version that began it. */
const isSnapshot = (set: StatefulSetView, container: Container) => {
  const { log, snapshots } = redisPersistence(set, container);
  return log === false && snapshots;
};

const copied = "start the new server on new claims and copy the keys as commands (RedisShake, or a client)";
const rdb = (version: number) =>
  `it refuses the data (\`Can't handle RDB format version ${version}\`), and its pods crash`;

const begun = "unless an older version began its append-only file";

/** Steps that are documented, or that the servers' sources and reports of them show. */
const steps: readonly UnreadStep[] = [
  // https://valkey.io/topics/migration: "Redis … 7.4 and later … data files are not compatible with Valkey"; valkey-io/valkey#845
  {
    from: { ...redis, since: [7, 4] },
    to: valkey,
    consequence: rdb(12),
    instead: `${copied}, or keep Redis`,
    unless: ["rdb-version-check"],
    doubt: begun,
    isSure: isSnapshot,
  },
  // redis/librdb, the versions of the format: 7.0 writes 10, 7.2 writes 11, from 7.4 on 12. Before 7.0 a log lies elsewhere.
  {
    from: { ...redis, since: [7, 4] },
    to: { ...redis, since: [7, 0], before: [7, 4] },
    consequence: rdb(12),
    instead: `keep the version, or ${copied}`,
    doubt: begun,
    isSure: isSnapshot,
  },
  // valkey-io/valkey#2422, #2917: 9 writes 80
  ...[valkey, redis].map((to) => ({
    from: { ...valkey, since: [9, 0] as const },
    to: { ...to, ...(to === valkey ? { before: [9, 0] as const } : { since: [7, 0] as const }) },
    consequence: to === valkey ? rdb(80) : "it does not know the format of Valkey 9, and its pods crash",
    instead: `keep Valkey 9, or ${copied}`,
    unless: ["rdb-version-check"],
    doubt: begun,
    isSure: isSnapshot,
  })),
  // https://docs.opensearch.org/1.3/upgrade-to/upgrade-to: from Elasticsearch OSS 6.8 to 7.10.2
  {
    from: { title: "Elasticsearch", images: ["elasticsearch"], since: [7, 11] },
    to: { title: "OpenSearch", images: ["opensearch"] },
    consequence: "OpenSearch takes over the data of Elasticsearch up to 7.10.2 and of none after it",
    instead: "start OpenSearch on new claims, and reindex from the old cluster (`reindex.remote.allowlist`)",
    isSure: () => false,
  },
  // https://mariadb.com/docs/server/server-management/install-and-upgrade-mariadb/migrating-to-mariadb/moving-from-mysql
  {
    from: { title: "MySQL", images: ["mysql", "mysql-server", "percona-server", "percona"], since: [8, 0] },
    to: { title: "MariaDB", images: ["mariadb"] },
    consequence: "MariaDB does not read the data dictionary of MySQL 8.0 and later, and its pods crash",
    instead: "dump the databases with the old server (`mysqldump`), and load them into MariaDB on a new claim",
    isSure: () => true,
  },
  // https://docs.influxdata.com/influxdb/v2/install/upgrade/v1-to-v2/docker/
  {
    from: { title: "InfluxDB", images: ["influxdb"], before: [2, 0] },
    to: { title: "InfluxDB", images: ["influxdb"], since: [2, 0], before: [3, 0] },
    consequence: "it lays its data out anew and starts empty, unless `influxd upgrade` converts the old one",
    instead:
      "set `DOCKER_INFLUXDB_INIT_MODE: upgrade` and its credentials, as the image documents, or run `influxd upgrade` first",
    unless: ["DOCKER_INFLUXDB_INIT_MODE", "influxd upgrade"],
    isSure: () => false,
  },
];

/** The step that two images make; undefined where it is none of those that are known, or where a version is not. */
export function unreadStep(
  from: string,
  was: ImageVersion | undefined,
  to: string,
  is: ImageVersion | undefined,
): UnreadStep | undefined {
  const [before, after] = [imageName(from), imageName(to)];
  return steps.find((step) => isOf(step.from, before, was) && isOf(step.to, after, is));
}

function isOf({ images, since, before }: Product, image: string, version: ImageVersion | undefined): boolean {
  if (!images.includes(image)) return false;
  if (since === undefined && before === undefined) return true;
  if (version === undefined) return false;
  const { major, minor } = version;
  // A tag such as `7` is whichever minor was the newest: it is at least 7.0, and surely below 8.0 alone.
  const isSince = since === undefined || major > since[0] || (major === since[0] && (minor ?? 0) >= since[1]);
  const isBefore =
    before === undefined || major < before[0] || (major === before[0] && (minor ?? before[1]) < before[1]);
  return isSince && isBefore;
}

import { type ConfigurationText, settingName } from "./configuration.ts";
import { onceOf } from "./configuration-index.ts";
import { withoutFileComments } from "./file-comments.ts";
import { type KnownWorkload, knownContainer } from "./known-workload.ts";
import type { Container } from "./pod.ts";
import { searchRoles } from "./search-roles.ts";
import type { StatefulSetView } from "./statefulset.ts";

/** A container whose software keeps data that nobody else has. */
export interface DataKeeper {
  readonly known: KnownWorkload;
  /** It votes in a quorum, or is trusted with messages until they are taken. */
  readonly isGrave: boolean;
}

/** What keeps nothing that matters, or keeps it elsewhere: caches, monitoring, object storage behind it. */
const passers: ReadonlySet<string> = new Set([
  "alertmanager",
  "dragonfly",
  "loki",
  "memcached",
  "mimir",
  "prometheus",
  "redis",
  "redis-cluster",
  "redis-sentinel",
  "tempo",
  "thanos",
  "victoria-metrics",
]);

/** Software that keeps data only where its configuration says so. */
const onlyWith: Readonly<Record<string, RegExp>> = {
  nats: /jetstream|\B--?js\b|-stan\b|store_dir|--store\b/i,
  vault: /storage\s+"(?:raft|file)"/,
  consul: /-server\b|"server":\s*true|server\s*=\s*true/,
  minio: /server/,
};

/** Roles and modes without data of their own. */
const without: readonly RegExp[] = [
  /arbiter|\bmongos\b/i,
  /object[-_]store[= "']{1,3}(?:s3|google|azure|memory)/i,
  /(?:^|\s)--?(?:dev|gateway|demo)\b|\bstart-dev\b|\bstart-single-node\b[^\n]{0,200}--store=type=mem/,
];

/** Names of sets and containers that route, coordinate or take in, and leave the data to others. */
const passingRole = /\b(?:routers?|gateway|coordinat(?:or|ing)|ingest|client|proxy|exporter)\b/i;

/** Brokers that keep messages until somebody takes them. */
const brokers: ReadonlySet<string> = new Set([
  "activemq",
  "artemis",
  "kafka",
  "kafka-kraft",
  "nats",
  "rabbitmq",
  "redpanda",
]);

/** What a container keeps; undefined where its software is not known, or is known to keep nothing here. */
export function dataKeeper(set: StatefulSetView, container: Container): DataKeeper | undefined {
  const known = knownContainer(container, set.configuration);
  if (known === undefined || known.dataDirectories.length === 0 || passers.has(known.id)) return undefined;
  const condition = Object.hasOwn(onlyWith, known.id) ? onlyWith[known.id] : undefined;
  if (condition !== undefined && !condition.test(allTexts(set, container))) return undefined;
  if (passingRole.test(set.name) || passingRole.test(container.name)) return undefined;
  const own = [set.name, container.name, ...container.command, ...container.args].join("\n");
  if (isArbiter(container) || onceOf(set.configuration, hasObjectStore)) return undefined;
  if (without.some((pattern) => pattern.test(own)) || isSearchNodeWithoutData(set, known, container)) return undefined;
  return { known, isGrave: known.quorum || brokers.has(known.id) };
}

function allTexts({ configuration }: StatefulSetView, { command, args, name }: Container): string {
  return [...command, ...args, name, ...configuration.map((text) => said(text))].join("\n");
}

/** What is commented out of a file is not said. */
function said({ text, origin }: ConfigurationText): string {
  return origin === "ConfigMap" || origin === "Secret" ? withoutFileComments(text, "nats") : text;
}

/** A variable or a setting that puts the data into object storage, or on purpose into memory: `INFLUXDB3_OBJECT_STORE: s3`. */
function isObjectStore(text: ConfigurationText): boolean {
  if (!/^(?:s3|gcs|google|azure|memory|memory-throttled)$/i.test(text.text)) return false;
  return /object[-_]?store(?:[-_]?type)?$/i.test(settingName(text) ?? "");
}

const hasObjectStore = (configuration: readonly ConfigurationText[]): boolean => configuration.some(isObjectStore);

/** A member that only votes, told so by a variable: `MONGODB_REPLICA_SET_MODE=arbiter`. */
function isArbiter({ environment }: Container): boolean {
  return environment.some(({ name, value }) => /(?:MODE|ROLE|TYPE)$/.test(name) && value?.toLowerCase() === "arbiter");
}

/** A search node whose roles are neither data nor master, or are not told: it coordinates, ingests, or learns. */
function isSearchNodeWithoutData(set: StatefulSetView, { id }: KnownWorkload, container: Container): boolean {
  if (!id.startsWith("elasticsearch") && !id.startsWith("opensearch")) return false;
  const { master, data } = searchRoles(set, container);
  return master !== true && data !== true;
}

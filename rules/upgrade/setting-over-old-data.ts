import { defineRule, type Place, type RelatedViolationPlace } from "../../src/lint/contract/rule.ts";
import { counterpartOf, isPrepared, keepsData } from "../../src/model/data-place.ts";
import { isSamePlace } from "../../src/model/kept-data.ts";
import { type SettingFound, settingsFound } from "../../src/model/known-settings.ts";
import { imageName, knownContainer } from "../../src/model/known-workload.ts";
import { type StoredSetting, storedSettings } from "../../src/model/known-workloads/_stored-settings.ts";
import type { Container } from "../../src/model/pod.ts";
import { redisPersistence } from "../../src/model/redis-persistence.ts";
import type { Release } from "../../src/model/release.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { SetPair } from "../../src/model/upgrade.ts";
import { looksRandom } from "./_random-values.ts";
import { settingPlace } from "./_setting-place.ts";

type StoredFound = SettingFound<StoredSetting>;

/** An init container that does more with the claim than to give its files to somebody. */
const preparation =
  /\b(?:rm|mv|sed|cp|cqlsh|mysqld?|mongod?|mongosh|psql|postgres|kafka-storage\S{0,9}|rename_cluster_node)\b|-delete\b/;
/** What changes credentials in a running database. */
const alteration = /\bALTER\s{1,9}(?:ROLE|USER)\b|changeUserPassword|\brabbitmqctl\b|SET\s{1,9}PASSWORD/i;

export const settingOverOldData = defineRule({
  id: "setting-over-old-data",
  replaces: ["cluster-identity-changed"],
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update changes a setting that the kept data were made with",
  rationale: `Some settings are written into the data when they are made: the name of Cassandra's cluster and its number of tokens, MySQL's \`lower_case_table_names\`,
Kafka's node id, users and passwords. Over a claim that is kept the server refuses to start with another value, or goes on with the old one while every
client gets the new. A MongoDB member takes no part in a replica set of another name, and RabbitMQ keeps the data of each node's name in a directory of
its own, so that under another name it starts empty. Redis, once it is told to keep an append-only file, reads nothing else at its start: without one it starts empty and writes
over the snapshot.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Values are compared where both inputs tell them: in the container, in a ConfigMap or a Secret. Silent where the data move to another place, where
an init container works on them, where the release has something that alters users, and for values that each render makes anew. Variables count where the image's own
entry point reads them; Cassandra's data center with the snitch that reads it and without \`ignore_dc\`, RabbitMQ's name without \`RABBITMQ_MNESIA_DIR\`. Data that were changed by hand beforehand are not seen.`,
  references: [
    "https://github.com/docker-library/docs/blob/master/postgres/README.md",
    "https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/db/SystemKeyspace.java",
    "https://www.rabbitmq.com/docs/relocate",
    "https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/",
    "redis/redis#12484",
  ],
  messages: {
    refused: {
      text: "`{name}` of {title} goes from `{from}` to `{to}` in StatefulSet `{set}`, whose data on its claims were made with `{from}`: the server does not start on them (`{consequence}`), and its pods crash",
      help: "{instead}",
    },
    removed: {
      text: "`{name}` of {title} goes from `{from}` to `{to}` in StatefulSet `{set}`, over data of replica set `{from}`: each member that restarts is in the state REMOVED and takes no part, and once most have there is no primary",
      help: "{instead}",
    },
    empty: {
      text: "`{name}` of {title} goes from `{from}` to `{to}` in StatefulSet `{set}`, which keeps its data in a directory of the node's name: each pod starts as a new, empty node, and its queues and users stay behind under the old name",
      help: "{instead}",
    },
    held: {
      text: "`{name}` of {title} changes in StatefulSet `{set}`, which reads it only where there are no data yet: those on its claims keep the old value, and who is given the new one (clients, probes) is turned away, unless it was changed there first",
      help: "{instead}",
    },
    emptied: {
      text: "{title} of StatefulSet `{set}` gets `appendonly yes` over claims with a snapshot alone: it starts from the append-only file, which is not there, so it starts empty and writes over `dump.rdb`, unless the file was begun in the running servers first",
      help: "before the update run `redis-cli CONFIG SET appendonly yes` in each running pod, and wait until `INFO persistence` shows `aof_rewrite_in_progress:0`",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      const { before, after } = pair;
      for (const container of before.runningContainers) {
        const title = knownContainer(container)?.title;
        const next = title === undefined ? undefined : counterpartOf(container, after.containers);
        if (title === undefined || next === undefined || knownContainer(next)?.title !== title) continue;
        const data = { name: "", title, set: after.name, from: "", to: "", consequence: "", instead: "" };
        // A refused update reaches no pod.
        if (context.updateRefusals(after.manifest, before.manifest).length > 0) continue;
        const at = emptiedAt(pair, container, next);
        if (at !== undefined) yield { message: "emptied", severity: "warning", confidence: "likely", data, ...at };
        for (const [was, is] of changed(pair, container, next, upgrade.after)) {
          const { effect, instead } = is.setting;
          const consequence = (is.setting.consequence ?? "")
            .replace("{from}", () => was.value)
            .replace("{to}", () => is.value);
          const related = { ...settingPlace(was), message: "what the data were made with" };
          yield {
            message: effect,
            ...(effect === "held" ? { severity: "warning" as const } : {}),
            data: { ...data, name: is.name, from: was.value, to: is.value, consequence, instead },
            at: settingPlace(is),
            related: [related],
          };
        }
      }
    }
  },
});

/** The stored settings that change, as they were and as they are. */
function* changed(
  { before, after }: SetPair,
  container: Container,
  next: Container,
  release: Release,
): Generator<readonly [StoredFound, StoredFound]> {
  const found = settingsFound(storedSettings, after, next);
  if (found.size === 0) return;
  const old = settingsFound(storedSettings, before, container);
  for (const is of found.values()) {
    const was = old.get(is.name);
    if (was === undefined || was.value === is.value || was.setting !== is.setting) continue;
    if (looksRandom(is.name, was.value, is.value)) continue;
    if (!keepsData(before, container) || !isSamePlace(before, container, after, next)) continue;
    if (next.mounts.some(({ name }) => isPrepared(after, name, preparation))) continue;
    if (is.setting.effect === "held" && (alters(after, next) || release.once(altersUsers))) continue;
    yield [was, is];
  }
}

function alters({ configuration }: StatefulSetView, { value }: Container): boolean {
  return (
    configuration.some(({ text }) => alteration.test(text)) || alteration.test(JSON.stringify(value.lifecycle ?? ""))
  );
}

/** Whether a Job of the release changes users, as charts have it that follow a changed Secret. */
function altersUsers({ workloads }: Release): boolean {
  return workloads.some(
    ({ kind, configuration }) =>
      (kind === "Job" || kind === "CronJob") && configuration.some(({ text }) => alteration.test(text)),
  );
}

/** Where a Redis is told to read an append-only file that it has never had. */
function emptiedAt(
  { before, after }: SetPair,
  container: Container,
  next: Container,
): { readonly at: Place; readonly related: readonly RelatedViolationPlace[] } | undefined {
  if (!/redis|valkey/.test(imageName(next.image))) return undefined;
  const is = redisPersistence(after, next);
  if (is.log !== true || is.says === undefined) return undefined;
  const was = redisPersistence(before, container);
  if (was.log !== false || !was.snapshots) return undefined;
  if (!keepsData(before, container) || !isSamePlace(before, container, after, next)) return undefined;
  if (next.mounts.some(({ name }) => isPrepared(after, name, /redis|valkey|\brm\b|\bmv\b/))) return undefined;
  const place = ({ manifest, path, origin }: NonNullable<typeof was.says>): Place =>
    origin === "ConfigMap" || origin === "Secret" ? { manifest, path, aim: "key" } : { manifest, path };
  return {
    at: place(is.says),
    related: was.says === undefined ? [] : [{ ...place(was.says), message: "what runs now" }],
  };
}

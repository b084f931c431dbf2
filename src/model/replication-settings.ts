import type { ConfigurationText } from "./configuration.ts";
import { imageName } from "./known-workload.ts";
import type { StatefulSetView } from "./statefulset.ts";
import type { Workload } from "./workload.ts";
import { writtenValue } from "./written-value.ts";

/** Settings that ask for so many members at once, and what happens where there are fewer. */
export interface ReplicationKnowledge {
  readonly title: string;
  /** The last part of an image's repository. */
  readonly images: readonly string[];
  /** Names of variables, flags without dashes, and keys of configuration files. */
  readonly settings: readonly string[];
  /** In a sentence that says how many members there are. */
  readonly consequence: string;
  readonly sources: readonly string[];
}

/** What the configuration asks for. */
export interface ReplicationSetting {
  readonly knowledge: ReplicationKnowledge;
  readonly setting: string;
  readonly factor: number;
  readonly in: ConfigurationText;
}

const kafkaSettings = [
  "offsets.topic.replication.factor",
  "transaction.state.log.replication.factor",
  "transaction.state.log.min.isr",
  "default.replication.factor",
  "min.insync.replicas",
];

function knowledge(): readonly ReplicationKnowledge[] {
  const ring = {
    settings: ["replication_factor", "ingester.ring.replication-factor", "distributor.replication-factor"],
    consequence: "a write needs a majority of that many ingesters, and is refused while there are fewer",
  };
  return [
    {
      title: "Kafka",
      images: ["kafka", "cp-kafka", "cp-server", "kafka-native"],
      settings: kafkaSettings.flatMap((key) => {
        const name = key.toUpperCase().replaceAll(".", "_");
        return [key, `KAFKA_${name}`, `KAFKA_CFG_${name}`];
      }),
      consequence:
        "topics that ask for it are not created or take no acknowledged writes, and consumer groups find no coordinator",
      sources: ["https://kafka.apache.org/documentation/#brokerconfigs_offsets.topic.replication.factor"],
    },
    {
      title: "Cassandra",
      images: ["cassandra", "scylla"],
      settings: ["replication_factor"],
      consequence:
        "a read or write at QUORUM counts that many copies, and is refused while too few nodes exist to hold them",
      sources: ["https://cassandra.apache.org/doc/latest/cassandra/architecture/dynamo.html"],
    },
    { title: "Loki", images: ["loki"], ...ring, sources: ["https://grafana.com/docs/loki/latest/configure/#common"] },
    {
      title: "Mimir",
      images: ["mimir"],
      ...ring,
      sources: ["https://grafana.com/docs/mimir/latest/configure/configure-hash-rings/"],
    },
    {
      title: "Cortex",
      images: ["cortex"],
      ...ring,
      sources: ["https://cortexmetrics.io/docs/configuration/configuration-file/"],
    },
  ];
}

/** More of one text is no configuration that a person wrote. */
const longestText = 200_000;

/** The first setting of a set's software that asks for more than `members`; undefined where none does. */
export function settingAbove(
  set: StatefulSetView,
): { readonly found: ReplicationSetting; readonly members: number } | undefined {
  const known = knowledge().find(({ images }) =>
    set.runningContainers.some(({ image }) => images.includes(imageName(image))),
  );
  if (known === undefined) return undefined;
  const members = membersOf(known, set);
  if (members === undefined || members < 1) return undefined;
  for (const text of set.configuration) {
    const found = text.text.length > longestText ? undefined : readSetting(known, text);
    if (found !== undefined && found.factor > members) return { found, members };
  }
  return undefined;
}

function readSetting(knowledge: ReplicationKnowledge, text: ConfigurationText): ReplicationSetting | undefined {
  const variable = nameOf(text);
  if (variable !== undefined && knowledge.settings.includes(variable) && /^\d{1,3}$/.test(text.text)) {
    return { knowledge, setting: variable, factor: Number(text.text), in: text };
  }
  const flag = flagBefore(text);
  if (flag !== undefined && knowledge.settings.includes(flag) && /^\d{1,3}$/.test(text.text)) {
    return { knowledge, setting: flag, factor: Number(text.text), in: text };
  }
  for (const setting of knowledge.settings) {
    const value = writtenValue(text.text, setting);
    if (value !== undefined) return { knowledge, setting, factor: value, in: text };
  }
  return undefined;
}

/** The variable, or the key of a ConfigMap, that the whole text is the value of. */
function nameOf({ origin, container, path }: ConfigurationText): string | undefined {
  if (origin === "env") {
    const index = path[path.length - 2];
    return container?.environment.find((one) => one.path[one.path.length - 1] === index)?.name;
  }
  const key = path[path.length - 1];
  return typeof key === "string" ? key : undefined;
}

/** The flag, without dashes, that stands before an argument which is its value. */
function flagBefore({ origin, container, path }: ConfigurationText): string | undefined {
  const index = path[path.length - 1];
  if ((origin !== "args" && origin !== "command") || typeof index !== "number") return undefined;
  const before = (origin === "args" ? container?.args : container?.command)?.[index - 1];
  return before?.startsWith("-") === true ? before.replace(/^--?/, "") : undefined;
}

/** How many pods of the software the release makes; undefined where somebody else says how many. */
function membersOf({ images }: ReplicationKnowledge, set: StatefulSetView): number | undefined {
  let members = 0;
  for (const workload of set.release.workloads) {
    if (!isOf(workload, images)) continue;
    const isScaled = workload.kind === "StatefulSet" || workload.kind === "Deployment";
    if (workload.kind === "Job" || workload.kind === "CronJob") continue;
    if (!isScaled || workload.replicasPath === undefined || workload.autoscalers.length > 0) return undefined;
    members += workload.maxReplicas;
  }
  return members;
}

function isOf(workload: Workload, images: readonly string[]): boolean {
  return workload.runningContainers.some(({ image }) => images.includes(imageName(image)));
}

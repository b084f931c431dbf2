import type { ConfigurationText } from "./configuration.ts";
import { list, mapping } from "./fields.ts";
import { imageName } from "./known-workload.ts";
import { type ReplicationKnowledge, replicationKnowledge } from "./known-workloads/_replication.ts";
import type { StatefulSetView } from "./statefulset.ts";
import type { Workload } from "./workload.ts";
import { writtenValue } from "./written-value.ts";

/** What the configuration asks for. */
export interface ReplicationSetting {
  readonly knowledge: ReplicationKnowledge;
  readonly setting: string;
  readonly factor: number;
  readonly in: ConfigurationText;
}

/** More of one text is no configuration that a person wrote. */
const longestText = 200_000;

/** The first setting of a set's software that asks for more than `members`; undefined where none does. */
export function settingAbove(
  set: StatefulSetView,
): { readonly found: ReplicationSetting; readonly members: number } | undefined {
  const images = new Set(set.runningContainers.map(({ image }) => imageName(image)));
  for (const known of replicationKnowledge(images)) {
    if (known.holdsCopies?.(set) === false) continue;
    const members = membersOf(known, set);
    if (members === undefined || members < 1) continue;
    for (const text of textsAbout(known, set)) {
      const found = text.text.length > longestText ? undefined : readSetting(known, text);
      if (found !== undefined && found.factor > members) return { found, members };
    }
    const asked = askedByClients(known, set);
    if (asked !== undefined && asked.factor > members) return { found: asked, members };
  }
  return undefined;
}

/** The set's own configuration, and that of the Jobs that set the software up with its own client. */
function textsAbout({ images }: ReplicationKnowledge, set: StatefulSetView): readonly ConfigurationText[] {
  const jobs = set.release.workloads.filter(({ kind }) => kind === "Job" || kind === "CronJob");
  const setUp = jobs.filter((job) => isOf(job, images)).flatMap((job) => job.configuration);
  return [...set.configuration, ...afterStart(set), ...setUp];
}

/** What containers run once they have started, such as a client that makes a keyspace. */
function afterStart({ manifest, runningContainers }: StatefulSetView): readonly ConfigurationText[] {
  return runningContainers.flatMap((container) => {
    const { command } = mapping(mapping(mapping(container.value.lifecycle).postStart).exec);
    const path = [...container.path, "lifecycle", "postStart", "exec", "command"];
    return list(command).flatMap((text, index) =>
      typeof text === "string" ? [{ manifest, path: [...path, index], text, origin: "command" as const }] : [],
    );
  });
}

/** In a connection string of any workload that names the set. */
function askedByClients(knowledge: ReplicationKnowledge, set: StatefulSetView): ReplicationSetting | undefined {
  const forms = (knowledge.forms ?? []).filter(({ inClients }) => inClients === true);
  if (forms.length === 0) return undefined;
  for (const text of set.release.workloads.flatMap(({ configuration }) => configuration)) {
    if (text.text.length > longestText || !text.text.includes(set.name)) continue;
    const found = inForms(knowledge, forms, text);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inForms(
  knowledge: ReplicationKnowledge,
  forms: NonNullable<ReplicationKnowledge["forms"]>,
  text: ConfigurationText,
): ReplicationSetting | undefined {
  for (const { name, form } of forms) {
    const value = form.exec(text.text)?.[1];
    if (value !== undefined) return { knowledge, setting: name, factor: Number(value), in: text };
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
    const value = writtenValue(text.text, setting, knowledge.notBelow);
    if (value !== undefined) return { knowledge, setting, factor: value, in: text };
  }
  return inForms(
    knowledge,
    (knowledge.forms ?? []).filter(({ inClients }) => inClients !== true),
    text,
  );
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
function membersOf({ images, holdsCopies }: ReplicationKnowledge, set: StatefulSetView): number | undefined {
  let members = 0;
  for (const workload of set.release.workloads) {
    if (!isOf(workload, images) || holdsCopies?.(workload) === false) continue;
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

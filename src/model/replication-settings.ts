import { type ByImage, byImage, runningOneOf } from "./by-image.ts";
import { type ConfigurationText, settingName } from "./configuration.ts";
import { list, mapping } from "./fields.ts";
import { imageName } from "./known-workload.ts";
import { type ReplicationKnowledge, replicationKnowledge } from "./known-workloads/_replication.ts";
import { together } from "./namespace.ts";
import type { Container } from "./pod.ts";
import { isServerOf, namesServer, withVariables } from "./server-names.ts";
import type { StatefulSetView } from "./statefulset.ts";
import type { Surroundings, Workload } from "./workload.ts";
import { isComment, writtenValue } from "./written-value.ts";

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
): { readonly found: ReplicationSetting; readonly members: number; readonly consequence: string } | undefined {
  const images = new Set(set.runningContainers.map(({ image }) => imageName(image)));
  for (const known of replicationKnowledge(images)) {
    const own = containersOf(set, known.images);
    if (known.heeds?.(own) === false) continue;
    if (known.holdsCopies !== undefined && known.holdsCopies(set, own) !== true) continue;
    // The members are counted only where something depends on them.
    let members: number | undefined;
    for (const found of settingsAsked(known, set)) {
      members ??= membersOf(known, set);
      if (members === undefined || members < 1) break;
      if (found.factor <= members) continue;
      const { consequence: told } = known;
      const consequence = typeof told === "string" ? told : told(found.factor, members);
      if (consequence !== undefined) return { found, members, consequence };
    }
  }
  return undefined;
}

/** One of each text: of the set's own configuration, of Jobs that set the software up with its own client, then of clients. */
function* settingsAsked(known: ReplicationKnowledge, set: StatefulSetView): Generator<ReplicationSetting> {
  for (const text of [...set.configuration, ...afterStart(set)]) {
    const found = text.text.length > longestText ? undefined : readSetting(known, text, () => true);
    if (found !== undefined) yield found;
  }
  for (const text of setUpTexts(known, set)) {
    const isOwn = (server: string) => isServerOf(withVariables(server, text), set);
    const found = text.text.length > longestText ? undefined : readSetting(known, text, isOwn);
    if (found !== undefined) yield found;
  }
  const asked = askedByClients(known, set);
  if (asked !== undefined) yield asked;
}

/** What Jobs of the same software run that name the set's pods or its Services. */
function setUpTexts({ images }: ReplicationKnowledge, set: StatefulSetView): readonly ConfigurationText[] {
  const running = runningOneOf(images, set.release.once(jobsByImage));
  set.release.tries.spend(running.length);
  const jobs = running.filter(
    (job) => together(job.manifest, set.manifest) && job.configuration.some((text) => namesServer(text, set)),
  );
  return jobs.flatMap((job) => job.configuration);
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
  const answers = set.release.once(clientSettings);
  const key = keyOf(knowledge);
  const asked = answers.get(key) ?? settingsOfClients(knowledge, forms, set);
  answers.set(key, asked);
  set.release.tries.spend(asked.length);
  const own = asked.find(
    ({ client, setting }) => together(client.manifest, set.manifest) && setting.in.text.includes(set.name),
  );
  return own?.setting;
}

interface ClientSetting {
  readonly client: Workload;
  readonly setting: ReplicationSetting;
}

/** What any workload asks for, by the images and settings of a software: each text is read once, whichever set it is for. */
const clientSettings = () => new Map<string, readonly ClientSetting[]>();

function settingsOfClients(
  knowledge: ReplicationKnowledge,
  forms: NonNullable<ReplicationKnowledge["forms"]>,
  { release }: StatefulSetView,
): readonly ClientSetting[] {
  return release.workloads.flatMap((client) =>
    client.configuration.flatMap((text) => {
      const setting = text.text.length > longestText ? undefined : inForms(knowledge, forms, text);
      return setting === undefined ? [] : [{ client, setting }];
    }),
  );
}

/** Matches that are looked at in one text. */
const mostMatches = 200;

function inForms(
  knowledge: ReplicationKnowledge,
  forms: NonNullable<ReplicationKnowledge["forms"]>,
  text: ConfigurationText,
  isOwn: (server: string) => boolean = () => true,
): ReplicationSetting | undefined {
  for (const { name, form, server } of forms) {
    let seen = 0;
    for (const match of text.text.matchAll(form)) {
      if (seen++ > mostMatches) break;
      const end = match.index + match[0].length;
      if (isComment(text.text, match.index) || isComment(text.text, end)) continue;
      if (server !== undefined) {
        const asked = server.exec(text.text.slice(match.index, match.index + 1200))?.[1];
        if (!isOwn(asked ?? "")) continue;
      }
      return { knowledge, setting: name, factor: Number(match[1]), in: text };
    }
  }
  return undefined;
}

function readSetting(
  knowledge: ReplicationKnowledge,
  text: ConfigurationText,
  isOwn: (server: string) => boolean,
): ReplicationSetting | undefined {
  const variable = settingName(text);
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
    isOwn,
  );
}

/** The flag, without dashes, that stands before an argument which is its value. */
function flagBefore({ origin, container, path }: ConfigurationText): string | undefined {
  const index = path[path.length - 1];
  if ((origin !== "args" && origin !== "command") || typeof index !== "number") return undefined;
  const before = (origin === "args" ? container?.args : container?.command)?.[index - 1];
  return before?.startsWith("-") === true ? before.replace(/^--?/, "") : undefined;
}

/** How many pods of the software the release makes beside the set; undefined where somebody else says how many. */
function membersOf(knowledge: ReplicationKnowledge, set: StatefulSetView): number | undefined {
  const key = `${set.manifest.namespace ?? ""}\n${keyOf(knowledge)}`;
  const answers = set.release.once(memberCounts);
  if (!answers.has(key)) answers.set(key, countMembers(knowledge, set));
  return answers.get(key);
}

/** What was counted, by namespace and software: sets of one software ask alike. */
const memberCounts = () => new Map<string, number | undefined>();

function countMembers({ images, holdsCopies }: ReplicationKnowledge, set: StatefulSetView): number | undefined {
  let members = 0;
  for (const workload of runningOneOf(images, set.release.once(othersByImage))) {
    if (!together(workload.manifest, set.manifest)) continue;
    if (holdsCopies?.(workload, containersOf(workload, images)) === false) continue;
    const isScaled = workload.kind === "StatefulSet" || workload.kind === "Deployment";
    if (!isScaled || workload.replicasPath === undefined || workload.autoscalers.length > 0) return undefined;
    members += workload.maxReplicas;
  }
  return members;
}

/** The same for the same knowledge, which is made anew for each set. */
function keyOf({ images, settings, forms = [] }: ReplicationKnowledge): string {
  return [...images, ...settings, ...forms.map(({ name, form }) => `${name} ${form.source}`)].join("\n");
}

function jobsByImage({ workloads }: Surroundings): ByImage {
  return byImage(workloads.filter(isJob));
}

function othersByImage({ workloads }: Surroundings): ByImage {
  return byImage(workloads.filter((workload) => !isJob(workload)));
}

function isJob({ kind }: Workload): boolean {
  return kind === "Job" || kind === "CronJob";
}

function containersOf({ runningContainers }: Workload, images: readonly string[]): readonly Container[] {
  return runningContainers.filter(({ image }) => images.includes(imageName(image)));
}

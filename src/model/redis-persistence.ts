import type { ConfigurationText } from "./configuration.ts";
import { textsOfContainer, textsOfFiles } from "./configuration-index.ts";
import { imageName } from "./known-workload.ts";
import { mountedFiles } from "./mounted-files.ts";
import type { Container } from "./pod.ts";
import type { StatefulSetView } from "./statefulset.ts";
import { isComment } from "./written-value.ts";

/** How a Redis or Valkey server keeps its data, as far as its arguments and configuration tell. */
export interface RedisPersistence {
  /** Whether it appends to a log, from which alone it then reads at its start; undefined: nobody can tell. */
  readonly log: boolean | undefined;
  /** Whether it writes snapshots; false also where only some of its configuration says otherwise. */
  readonly snapshots: boolean;
  /** What says so of the log. */
  readonly says?: ConfigurationText;
}

/** https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/: `appendonly no` and snapshots unless told otherwise. */
export function redisPersistence(set: StatefulSetView, container: Container): RedisPersistence {
  const own = textsOfContainer(set.configuration, container);
  const texts = [...own, ...textsOfFiles(set.configuration)];
  const words = [...container.command, ...container.args];
  const said: { readonly value: string; readonly text: ConfigurationText }[] = [];
  for (const text of texts) for (const value of appendOnly(text)) said.push({ value, text });
  const at = words.lastIndexOf("--appendonly");
  const named = own.find(({ text, origin }) => text === "--appendonly" && origin !== "env");
  if (named !== undefined) said.push({ value: words[at + 1] ?? "", text: named });
  for (const variable of own) {
    const name = variable.origin === "env" ? nameOf(container, variable) : "";
    if (/^(?:REDIS|VALKEY)_AOF_ENABLED$/.test(name)) said.push({ value: variable.text, text: variable });
  }
  const [first] = said;
  const snapshots = !texts.some(({ text }) => isOff(text)) && words[words.indexOf("--save") + 1] !== "";
  if (first === undefined) return { log: isUsual(set, container, words) ? false : undefined, snapshots };
  const isSure = said.every(({ value }) => value === first.value) && /^(?:yes|no)$/.test(first.value);
  return { log: isSure ? first.value === "yes" : undefined, snapshots, says: first.text };
}

function nameOf({ environment }: Container, { path }: ConfigurationText): string {
  return environment.find((one) => one.path.at(-1) === path.at(-2))?.name ?? "";
}

/** The values of `appendonly` in a file, a script or a variable with further flags. */
function* appendOnly({ text }: ConfigurationText): Generator<string> {
  for (let at = text.indexOf("appendonly"), seen = 0; at !== -1 && seen < 20; at = text.indexOf("appendonly", at + 1)) {
    seen++;
    const value = /^appendonly[ \t="']{1,8}(\w{1,20})/.exec(text.slice(at, at + 48))?.[1];
    if (value !== undefined && /(?:^|[\s"'-])$/.test(text.slice(Math.max(0, at - 1), at)) && !isComment(text, at))
      yield value;
  }
}

/** Whether a text turns snapshots off, or may by a setting that is not read here. */
function isOff(text: string): boolean {
  if (text.includes("RDB_POLICY")) return true;
  return text.includes("save") && /(?:^|[\s-])save[ \t]{1,8}(?:""|'')/m.test(text);
}

/** Whether the image's own server is started with arguments alone, and each file that it reads is at hand. */
function isUsual(set: StatefulSetView, container: Container, words: readonly string[]): boolean {
  if (!/^(?:redis|valkey)$/.test(imageName(container.image)) || /bitnami/.test(container.image)) return false;
  if (container.environmentFrom.length > 0) return false;
  const [program = ""] = words;
  const rest = /(?:^|\/)(?:redis|valkey)-server$/.test(program) ? words.slice(1) : words;
  const [file] = rest;
  if (file === undefined || file.startsWith("--")) return true;
  const text = mountedFiles(set, container).get(file)?.text;
  return text !== undefined && !/^[ \t]{0,20}include[ \t]/m.test(text);
}

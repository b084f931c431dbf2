/*
 * At which ports and under which path the server of a container listens, as its own arguments say.
 */
import { withoutFileComments } from "./file-comments.ts";
import { knownContainer } from "./known-workload.ts";
import { grafanaServer, type Listeners, listeners } from "./known-workloads/_listeners.ts";
import { mountedFiles } from "./mounted-files.ts";
import type { Container } from "./pod.ts";
import { expanded } from "./probe-scripts.ts";
import { shell } from "./shell-script.ts";
import type { Workload } from "./workload.ts";

export interface Listening {
  readonly known: Listeners;
  readonly title: string;
  /** The ports that the settings name, with the hosts at which each is open; empty where none is named. */
  readonly ports: ReadonlyMap<number, readonly string[]>;
  /** What names them, as it is written, such as `--web.listen-address=:9095`. */
  readonly setting: string;
  /** The path ahead of all others, `/` where there is none; undefined where it cannot be told. */
  readonly prefix?: string;
  /** What puts that path ahead. */
  readonly prefixSetting?: string;
}

/** Where a container's server listens; undefined where its software is not known, or an argument cannot be read. */
export function listeningOf(set: Workload, container: Container): Listening | undefined {
  const words = [...container.command, ...container.args];
  if (words.length === 0 && container.environment.length === 0) return undefined;
  const software = knownContainer(container);
  const known = (software === undefined ? undefined : listeners.get(software.id)) ?? ofGrafana(words);
  if (known === undefined || words.some((word) => isUnread(word))) return undefined;
  const { environment } = container;
  const { besides } = known;
  if (besides !== undefined && set.configuration.some(({ text }) => besides.test(text))) return undefined;
  if (known.unless?.some((name) => valuesOf(name, words).length > 0 || environment.some((one) => one.name === name)))
    return undefined;
  const settings = settingsOf(set, container, known, words);
  if (settings === undefined) return undefined;
  const { needs, variables = {} } = known;
  if (needs !== undefined && !settings.some(({ name }) => name === needs || variables[name] === needs))
    return undefined;
  const ports = new Map<number, string[]>();
  for (const { value } of settings) {
    for (const address of value.split(",")) {
      const [, host = "", port] = /^(?:[a-z]{1,10}:\/\/)?(?:(.{0,100}):)?(\d{1,5})\/?$/.exec(address.trim()) ?? [];
      if (port === undefined) return undefined;
      if (Number(port) !== 0) ports.set(Number(port), [...(ports.get(Number(port)) ?? []), host]);
    }
  }
  return {
    known,
    title: software?.title ?? "the server",
    ports,
    setting: settings.map(({ name, value }) => `${name}=${value}`).join(" "),
    ...prefixOf(known, container, words),
  };
}

/** A shell, more than one word, or a file with more of them (`@args.txt`, as Prometheus' and other parsers read it). */
function isUnread(word: string): boolean {
  return shell.test(word) || /\s\S*\s/.test(word) || word.startsWith("@");
}

function ofGrafana(words: readonly string[]): Listeners | undefined {
  return grafanaServer.options.some((option) => words.some((word) => word.startsWith(option)))
    ? grafanaServer
    : undefined;
}

interface Setting {
  readonly name: string;
  readonly value: string;
}

/** The options and variables that say where the server listens; undefined where one of them cannot be read. */
function settingsOf(
  set: Workload,
  container: Container,
  known: Listeners,
  words: readonly string[],
): readonly Setting[] | undefined {
  const settings: Setting[] = [];
  for (const option of known.options)
    for (const value of valuesOf(option, words)) settings.push({ name: option, value: expanded(value, container) });
  for (const [name, option] of Object.entries(known.variables ?? {})) {
    const variable = container.environment.findLast((one) => one.name === name);
    if (variable === undefined || settings.some((one) => one.name === option)) continue;
    if (variable.value === undefined) return undefined;
    settings.push({ name, value: expanded(variable.value, container) });
  }
  if (known.inFile !== undefined && settings.length === 0) {
    const written = portInFile(set, container, words, known.inFile);
    if (written === undefined) return undefined;
    settings.push(written);
  }
  return settings.some(({ value }) => value.includes("$")) ? undefined : settings;
}

/** `--option=value`, or `--option value`. */
function valuesOf(option: string, words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    if (word === option && option.startsWith("-")) return words[index + 1] ?? [];
    return word.startsWith(`${option}=`) ? word.slice(option.length + 1) : [];
  });
}

/** The one port of the file that an option names. */
function portInFile(
  set: Workload,
  container: Container,
  words: readonly string[],
  { named, port, unless }: NonNullable<Listeners["inFile"]>,
): Setting | undefined {
  const [file = ""] = named.flatMap((option) => valuesOf(option, words));
  const written = mountedFiles(set, container).get(file)?.text;
  const text = written === undefined ? undefined : withoutFileComments(written, "nats");
  if (text === undefined || unless.test(text)) return undefined;
  const [only, ...others] = [...text.matchAll(port)];
  const [, name, value] = only ?? [];
  return others.length > 0 || name === undefined || value === undefined ? undefined : { name, value };
}

/** The path that a server puts ahead of all others. */
function prefixOf(
  { prefix }: Listeners,
  container: Container,
  words: readonly string[],
): Pick<Listening, "prefix" | "prefixSetting"> {
  if (prefix === undefined) return {};
  const [option, url] = prefix;
  for (const name of [option, url]) {
    const written = valuesOf(name, words).at(-1);
    if (written === undefined || written === "") continue;
    const value = expanded(written, container);
    if (value.includes("$") || value.length > longestUrl) return {};
    const path = name === option ? value : /^(?:https?:\/\/[^/]{1,300})?(\/[^?#]*)?$/.exec(value);
    if (path === null) return {};
    const parts = (typeof path === "string" ? path : (path[1] ?? "")).split("/").filter((part) => part !== "");
    return { prefix: `/${parts.join("/")}`, prefixSetting: `${name}=${written}` };
  }
  // Only what is told to the server itself shows that nothing else is.
  return words.some((word) => word.startsWith("--config.file")) ? { prefix: "/" } : {};
}

const longestUrl = 500;

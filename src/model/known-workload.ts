import type { ConfigurationText } from "./configuration.ts";
import { onceOf } from "./configuration-index.ts";
import type { Condition, KnownWorkload, KnownWorkloadEntry } from "./known-workloads/entry.ts";
import { byImage, byProgram, makers } from "./known-workloads/index.generated.ts";
import { doesOtherWork } from "./other-work.ts";
import type { Container, Probe } from "./pod.ts";

export type { KnownWorkload };

/** Longer scripts are not searched for a server's name. */
const longestScript = 20_000;

/** The software that a pod's containers run, regular ones first; undefined where nothing gives it away. */
export function knownWorkload(containers: readonly Container[]): KnownWorkload | undefined {
  for (const kind of ["regular", "sidecar"]) {
    for (const container of containers) {
      const known = container.kind === kind ? knownContainer(container) : undefined;
      if (known !== undefined) return known;
    }
  }
  return undefined;
}

/** What a container starts, and whether that may be what its image is named for. */
interface Work {
  readonly programs: readonly string[];
  readonly isOther: boolean;
}

/** Several rules ask of each container, and a script is searched for it. */
const knownWork = new WeakMap<Container, Work>();

/** The software that one container runs: by the program in its command, else by its image's name, unless it does other work. */
export function knownContainer(
  container: Container,
  texts: readonly ConfigurationText[] = none,
): KnownWorkload | undefined {
  const work = knownWork.get(container) ?? { programs: programsOf(container), isOther: doesOtherWork(container) };
  knownWork.set(container, work);
  for (const program of work.programs) {
    const known = chosen(named(byProgram, program), container, texts);
    if (known !== undefined) return known;
  }
  if (work.isOther) return undefined;
  const image = imageName(container.image);
  return chosen(named(byImage, image) ?? named(byImage, withoutVersion(image)), container, texts);
}

/** A probe's handler as one text to look for words in: `httpGet /health\n`, `tcpSocket 5432\n`, `exec redis-cli ping\n`. */
export function probeText({ handler }: Probe): string {
  switch (handler.kind) {
    case "exec":
      return `exec ${handler.command.join(" ")}\n`;
    case "httpGet":
      return `httpGet ${handler.path}\n`;
    case "tcpSocket":
    case "grpc":
      return `${handler.kind} ${handler.port ?? ""}\n`;
    default:
      return "";
  }
}

/** `docker.io/bitnami/postgresql:16@sha256:…` → `postgresql`. */
export function imageName(image: string): string {
  const path = image.slice(image.lastIndexOf("/") + 1);
  return path.replace(/[:@].*$/s, "").toLowerCase();
}

/** `spilo-15`, `etcd-amd64` and `postgresql-13-centos7` are builds of one software. */
function withoutVersion(image: string): string {
  // No image has a longer name, and the pattern's time grows with the square of it.
  if (image.length > 300) return image;
  return image.replace(/-(?:v?\d[\w.-]*|amd64|arm64|ubuntu|alpine|oss|photon)$/, "");
}

function chosen(
  candidates: readonly KnownWorkload[] | undefined,
  container: Container,
  texts: readonly ConfigurationText[],
): KnownWorkload | undefined {
  return candidates?.find(({ only }) => {
    if (only === undefined) return true;
    return conditions(only).some((one) => holds(one, container) || isSet(one, texts));
  });
}

function conditions(only: NonNullable<KnownWorkload["only"]>): readonly Condition[] {
  return "variables" in only ? [only] : only;
}

function holds({ variables, has, lacks }: Condition, { environment }: Container): boolean {
  return environment.some(({ name, value = "" }) => {
    if (!variables.includes(name)) return false;
    const words = value.toLowerCase();
    return (has?.some((word) => words.includes(word)) ?? true) && lacks?.some((word) => words.includes(word)) !== true;
  });
}

/** The programs that a container starts, each alone and with its first argument, outermost first. */
function programsOf({ command, args }: Container): readonly string[] {
  const words = command.length > 0 ? [...command, ...args] : args;
  const [first = "", second = ""] = words;
  const programs = [...invoked(first, second)];
  const script = words.find((word) => /[\n;&]|\s\S/.test(word) && word.length <= longestScript);
  if (script === undefined) return programs;
  for (const line of script.split(/[\n;]|&&|\|\|/)) {
    const words = line
      .replace(/^\s*(?:(?:exec|then|do|else|nohup)\s+|\w+=(?:"[^"]*"|'[^']*'|\S*)\s+)*/, "")
      .split(/\s+/, 2);
    programs.push(...invoked(words[0] ?? "", words[1] ?? ""));
  }
  return programs;
}

function invoked(program: string, argument: string): readonly string[] {
  const name = program.slice(program.lastIndexOf("/") + 1).toLowerCase();
  return name === "" ? [] : [`${name} ${argument.toLowerCase()}`, name];
}

/** Asked for each container of a pod. */
function isSet(condition: Condition, texts: readonly ConfigurationText[]): boolean {
  const { settings = [] } = condition;
  if (settings.length === 0 || texts.length === 0) return false;
  const answers = onceOf(texts, answersByCondition);
  let answer = answers.get(condition);
  if (answer === undefined) {
    answer = settings.some((setting) => texts.some(({ text }) => text.includes(setting)));
    answers.set(condition, answer);
  }
  return answer;
}

const answersByCondition = () => new Map<Condition, boolean>();
const none: readonly ConfigurationText[] = [];

/** The entries that have been asked for. */
const made = new Map<number, KnownWorkload>();

/** The entries of that name in a table; undefined where there is none. */
function named(table: string, name: string): readonly KnownWorkload[] | undefined {
  if (name.includes(";") || name.includes(":")) return undefined;
  const before = table.indexOf(`;${name}:`);
  if (before < 0) return undefined;
  const from = before + name.length + 2;
  return table
    .slice(from, table.indexOf(";", from))
    .split(",")
    .flatMap((index) => known(Number(index)) ?? []);
}

function known(index: number): KnownWorkload | undefined {
  const before = made.get(index);
  if (before !== undefined) return before;
  const entry = makers[index]?.();
  if (entry === undefined) return undefined;
  const known = completed(entry);
  made.set(index, known);
  return known;
}

/** Everything that is known, entries with conditions ahead of the general one of their kind. */
export function knownWorkloads(): readonly KnownWorkload[] {
  return makers
    .map((make) => make())
    .sort((one, other) => Number(one.only === undefined) - Number(other.only === undefined))
    .map(completed);
}

function completed(entry: KnownWorkloadEntry): KnownWorkload {
  return {
    images: [],
    programs: [],
    standsAlone: false,
    quorum: false,
    majorityOf: "members",
    needsPeersBeforeReady: false,
    looksUpUnreadyPeers: entry.needsPeersBeforeReady ?? false,
    readyAlone: [],
    orderedBootstrap: false,
    livenessDuringRecovery: "unknown",
    opensAfterRecovery: [],
    opensAtOnce: [],
    dataDirectories: [],
    refusesLostAndFound: false,
    ownLabels: [],
    ...entry,
  };
}

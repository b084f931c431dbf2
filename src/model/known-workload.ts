import type { ConfigurationText } from "./configuration.ts";
import { coordinators } from "./known-workloads/coordinators.ts";
import { messageBrokers } from "./known-workloads/message-brokers.ts";
import { otherDatabases } from "./known-workloads/other-databases.ts";
import { relationalDatabases } from "./known-workloads/relational-databases.ts";
import { searchEngines } from "./known-workloads/search-engines.ts";
import { timeSeriesStores } from "./known-workloads/time-series-stores.ts";
import type { Container, Probe } from "./pod.ts";

/**
 * What is known of a piece of software that people run in StatefulSets. Data, each line with its source; rules read it
 * to raise or drop a finding, and say so.
 */
export interface KnownWorkload {
  readonly id: string;
  readonly title: string;
  /** The last part of an image's repository, and the names of server programs in a command. */
  readonly images: readonly string[];
  /** `etcd`, or a program with its first argument: `pulsar bookie`. A program outweighs the image. */
  readonly programs: readonly string[];
  /** Further conditions on the container; the first entry of a kind whose conditions hold is taken. */
  readonly only?: Condition;
  /** A majority of the members must be up for the service to work. */
  readonly quorum: boolean;
  /** A member becomes ready only once it reached others, so an ordered start of a new cluster waits for ever. */
  readonly needsPeersBeforeReady: boolean;
  /** A member that is not ready looks up others that may not be ready either, if only when all restart at once. */
  readonly looksUpUnreadyPeers: boolean;
  /** Words of a readiness probe, written as {@link probeText} writes it, that succeeds without peers all the same. */
  readonly readyAlone: readonly string[];
  /** The first member founds the cluster and the others join it: starting them at once may found several. */
  readonly orderedBootstrap: boolean;
  /** Whether a liveness endpoint or command of its own answers while data is recovered. */
  readonly livenessDuringRecovery: "answers" | "fails" | "unknown";
  readonly dataDirectories: readonly string[];
  /** Whether it refuses a data directory that is a volume's own root with `lost+found` in it. */
  readonly refusesLostAndFound: boolean;
  /** Seconds that an orderly stop may take. */
  readonly graceSeconds?: number;
  readonly sources: readonly string[];
}

/**
 * One of the variables is set; its value holds one of the words, and none of the others. Or one of the settings stands in
 * a text that configures the container, where such texts are at hand.
 */
export interface Condition {
  readonly variables: readonly string[];
  readonly settings?: readonly string[];
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

/** An entry of the data: what is left out is false, empty or unknown. */
export type KnownWorkloadEntry = Pick<KnownWorkload, "id" | "title" | "sources"> & Partial<KnownWorkload>;

/** A text that configures a container, of which only the words count here. */
type Text = Pick<ConfigurationText, "text">;

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

/** The software that one container runs: by the program in its command, else by its image's name. */
export function knownContainer(container: Container, texts: readonly Text[] = []): KnownWorkload | undefined {
  const { byImage, byProgram } = knowledge();
  for (const program of programsOf(container)) {
    const known = chosen(byProgram.get(program), container, texts);
    if (known !== undefined) return known;
  }
  const image = imageName(container.image);
  return chosen(byImage.get(image) ?? byImage.get(withoutVersion(image)), container, texts);
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
  texts: readonly Text[],
): KnownWorkload | undefined {
  return candidates?.find(({ only }) => only === undefined || holds(only, container) || isSet(only, texts));
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

function isSet({ settings = [] }: Condition, texts: readonly Text[]): boolean {
  return settings.some((setting) => texts.some(({ text }) => text.includes(setting)));
}

interface Knowledge {
  readonly byImage: ReadonlyMap<string, readonly KnownWorkload[]>;
  readonly byProgram: ReadonlyMap<string, readonly KnownWorkload[]>;
}

let built: Knowledge | undefined;

function knowledge(): Knowledge {
  built ??= build(knownWorkloads());
  return built;
}

function build(all: readonly KnownWorkload[]): Knowledge {
  const byImage = new Map<string, KnownWorkload[]>();
  const byProgram = new Map<string, KnownWorkload[]>();
  const add = (map: Map<string, KnownWorkload[]>, key: string, known: KnownWorkload) => {
    const same = map.get(key);
    if (same === undefined) map.set(key, [known]);
    else same.push(known);
  };
  for (const known of all) {
    for (const image of known.images) add(byImage, image, known);
    for (const program of known.programs) add(byProgram, program, known);
  }
  return { byImage, byProgram };
}

/** Everything that is known, entries with conditions ahead of the general one of their kind. */
export function knownWorkloads(): readonly KnownWorkload[] {
  return [
    ...relationalDatabases(),
    ...otherDatabases(),
    ...coordinators(),
    ...messageBrokers(),
    ...searchEngines(),
    ...timeSeriesStores(),
  ].map((entry) => ({
    images: [],
    programs: [],
    quorum: false,
    needsPeersBeforeReady: false,
    looksUpUnreadyPeers: entry.needsPeersBeforeReady ?? false,
    readyAlone: [],
    orderedBootstrap: false,
    livenessDuringRecovery: "unknown" as const,
    dataDirectories: [],
    refusesLostAndFound: false,
    ...entry,
  }));
}

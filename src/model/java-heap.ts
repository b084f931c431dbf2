import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import type { ConfigurationText } from "./configuration.ts";
import { onceOf, textsOfContainer, textsOfFiles } from "./configuration-index.ts";
import { variablesOf } from "./container-variables.ts";
import { imageName, knownContainer } from "./known-workload.ts";
import { mountedFiles } from "./mounted-files.ts";
import { mountedScript } from "./mounted-script.ts";
import { type Container, optional } from "./pod.ts";
import { withoutComments } from "./shell-comments.ts";
import type { StatefulSetView } from "./statefulset.ts";

interface Size {
  readonly bytes: bigint;
  /** `-Xmx2g`, `ZOO_HEAP_SIZE=1024`. */
  readonly text: string;
}

/** The largest heap that a container's JVM is told to take, and where that is written. */
export interface JavaHeap extends Size {
  /** Whether it is known who reads it: the JVM itself, its command line or its server. Any other variable may be for another program. */
  readonly isRead: boolean;
  readonly manifest: Manifest;
  readonly path: Path;
}

/** What one text says of the heap of one JVM. */
interface HeapOptions {
  /** `false`: in a variable that may be for another program. */
  readonly isRead?: false;
  readonly most?: Size;
  /** What it begins with. */
  readonly initial?: Size;
  readonly manifest: Manifest;
  readonly path: Path;
}

/** The sizes of a heap that begins larger than it may become. */
export interface HeapTooLargeAtFirst {
  readonly most: Size;
  readonly initial: Size;
  readonly manifest: Manifest;
  readonly path: Path;
}

/** Variables whose bare number counts MiB: https://github.com/bitnami/containers zookeeper, docker zookeeper zkEnv.sh. */
const inMebibytes: ReadonlySet<string> = new Set(["ZOO_HEAP_SIZE", "ZK_HEAP_SIZE", "ZK_SERVER_HEAP"]);

/** Variables whose whole value is the size of a heap, with a unit. */
const heapVariable =
  /^(?:(?:[A-Z0-9]+_)*(?:MAX_)?HEAP(?:_?SIZE|_MAX)?|SOLR_HEAP|NEO4J_(?:server|dbms)_memory_heap_max__size|(?:server|dbms)\.memory\.heap\.max_size)$/;
/** Variables that may hold options of a JVM among other words; any other one is read where it begins with an option. */
const ofOptions = /JAVA|JVM|JDK|OPT|HEAP|MEM|ARG|FLAG|PARAM|SETTING|COMMAND|CMD|CONF/i;
/** Variables that the JVM reads, and those of servers whose scripts pass them on; of any other name nobody knows who does. */
const readByServers =
  /^(?:_JAVA_OPTIONS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|JAVA_?OPT(?:ION)?S|JAVA_ARGS|JVM_?(?:OPT|ARG|FLAG)S|JVMFLAGS|SERVER_JVMFLAGS|CATALINA_OPTS|MAX_HEAP_SIZE|(?:ES|OPENSEARCH|LS|SONAR_(?:WEB|CE|SEARCH))_JAVA_?(?:ADDITIONAL)?OPTS|(?:KAFKA|ZK|ZOO|ZOOKEEPER|SCHEMA_REGISTRY|CONNECT|KSQL|CASSANDRA|SOLR|PULSAR|BOOKIE|NEO4J|KEYCLOAK|KC|HAZELCAST|CRUISE_CONTROL)_\w{1,40}|\w{1,40}\.\w{1,40}(?:\.\w{1,40}){0,3})$/;
/** Options of the tools beside a server, which run and end on their own. */
const ofTools = /CLIENT|EXAMPLE|SAMPLE|TOOL_(?!OPTIONS)/;
const option = /(?:^|[\s"'=])(-Xm[xs]|-XX:(?:Max|Initial)HeapSize=)(\d{1,15})([kKmMgGtT]?)(?=$|[\s"',])/g;
const size = /^(\d{1,15})([kKmMgGtT]?)[bB]?$/;

const units: Readonly<Record<string, bigint>> = { "": 1n, k: 1n << 10n, m: 1n << 20n, g: 1n << 30n, t: 1n << 40n };

/**
 * Files whose lines are options of one JVM, or settings of its environment: Elasticsearch, OpenSearch, Logstash and Cassandra
 * (`jvm.options`, `jvm11-server.options`, files of `jvm.options.d`), Trino, Druid and Airbyte (`jvm.config`), ZooKeeper (`java.env`),
 * Tomcat (`setenv.sh`), Cassandra, HBase and Hadoop (`cassandra-env.sh`).
 */
const optionFile =
  /(?:^|\/)(?:jvm[\w-]*\.options|jvm\.options\.d\/[^/]+\.options|jvm\.config|java\.env|setenv\.sh|[\w-]+-env\.sh|[\w-]+\.vmoptions|neo4j\.conf)$/;

/** Longer files are no list of options. */
const longestFile = 50_000;
const mostLines = 2000;

/** A line that sets a variable or a setting: `export ZOO_HEAP_SIZE=512`, `server.memory.heap.max_size=4g`. */
const assignment = /^(?:export[ \t]{1,4})?([A-Za-z_][\w.]{0,60})[ \t]{0,8}=[ \t]{0,8}["']?([^"'\n]{0,300})/;

/**
 * The heap that a container's env, command, args and mounted files ask for; of several the smallest, since nobody can tell which is read.
 * Undefined where none is written: a share of the memory, or the JVM's own choice.
 */
export function javaHeap(set: StatefulSetView, container: Container): JavaHeap | undefined {
  let least: JavaHeap | undefined;
  for (const { most, isRead = true, manifest, path } of heaps(set, container)) {
    if (most !== undefined && (least === undefined || most.bytes < least.bytes))
      least = { ...most, isRead, manifest, path };
  }
  return least;
}

/**
 * A text that makes the heap begin larger than it may become, which no JVM starts with. Undefined where another text of the
 * container may put either size right, since nobody can tell which one comes last.
 */
export function heapTooLargeAtFirst(set: StatefulSetView, container: Container): HeapTooLargeAtFirst | undefined {
  const all = [...heaps(set, container)];
  for (const { most, initial, isRead, manifest, path } of all) {
    if (isRead === false || most === undefined || initial === undefined || initial.bytes <= most.bytes) continue;
    const isPutRight = all.some(
      (other) =>
        (other.most !== undefined && other.most.bytes >= initial.bytes) ||
        (other.initial !== undefined && other.initial.bytes <= most.bytes),
    );
    // What puts the first one right may put another right, but to be sure of one is enough.
    return isPutRight ? undefined : { most, initial, manifest, path };
  }
  return undefined;
}

/** What every text that asks for a heap holds, or the name of the setting or variable that it is given in. */
function mayAsk(text: string): boolean {
  return text.includes("-X") || text.includes("HEAP") || text.includes("heap");
}

function* heaps(set: StatefulSetView, container: Container): Generator<HeapOptions> {
  for (const key of ["command", "args"] as const) {
    for (const text of textsOfContainer(set.configuration, container)) {
      if (text.origin === key && mayAsk(text.text)) {
        yield* optionIn(withoutComments(text.text), text.manifest, text.path, severalCommands);
      }
    }
  }
  for (const { name, value, manifest, path } of variablesOf(set, container)) {
    if ((mayAsk(name) || mayAsk(value)) && mayRead(set, container, name)) yield* variable(name, value, manifest, path);
  }
  yield* inFiles(set, container);
}

/** What the JVM itself reads, however it is started. */
const readByJvm = /^(?:_JAVA_OPTIONS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS)$/;
/** A script, or no script at all, that starts the JVM itself. */
const startsJvm = /(?:^|[\n;&|][ \t]{0,20}|\bexec[ \t]{1,9})(?:\/[\w./-]{1,100}\/)?java(?=$|[ \t])/;

/**
 * Whether a container's program may read a variable: one for a server that another container runs is for that one, though
 * both are given it; no exporter but that of JMX is a JVM; and who starts `java` without a start script has to name it.
 */
function mayRead(set: StatefulSetView, container: Container, name: string): boolean {
  const image = imageName(container.image);
  if (image.includes("exporter") && !image.includes("jmx")) return false;
  if (readByJvm.test(name)) return true;
  const words = [...container.command, ...container.args];
  if (container.command.some((word) => startsJvm.test(word)) && !words.some((word) => word.includes(name)))
    return false;
  if (!readByServers.test(name) || knownContainer(container) !== undefined) return true;
  return !set.runningContainers.some((other) => other !== container && knownContainer(other) !== undefined);
}

function mayAskAsFile({ text }: ConfigurationText): boolean {
  return text.length <= longestFile && mayAsk(text);
}

const askInFiles = (configuration: readonly ConfigurationText[]): boolean =>
  textsOfFiles(configuration).some(mayAskAsFile);

/** In the files of options that a container mounts, and in the script that it runs. */
function* inFiles(set: StatefulSetView, container: Container): Generator<HeapOptions> {
  if (!onceOf(set.configuration, askInFiles)) return;
  const script = mountedScript(set, container, [...container.command, ...container.args]);
  const read = new Set<ConfigurationText>();
  for (const [file, one] of mountedFiles(set, container)) {
    if (read.has(one) || !mayAskAsFile(one) || !(one === script || optionFile.test(file))) continue;
    read.add(one);
    yield* inLines(one.text, one.manifest, one.path);
  }
}

/** The last line of each kind counts; `8-13:-Xmx1g` holds for those versions of Java only, and counts as if it held. */
function* inLines(file: string, manifest: Manifest, path: Path): Generator<HeapOptions> {
  const last = new Map<string, HeapOptions>();
  let isOfVersions = false;
  for (const written of file.split("\n", mostLines)) {
    const whole = written.trim();
    const line = whole.replace(/^\d{1,3}(?:-\d{0,3})?:(?=-)/, "");
    if (line === "" || line.startsWith("#")) continue;
    const [, name, value = ""] = assignment.exec(line) ?? [];
    const found = name === undefined ? optionIn(line, manifest, path) : variable(name, value, manifest, path);
    for (const options of found) {
      isOfVersions ||= line.length < whole.length;
      last.set(`${name ?? ""} ${options.most === undefined ? initialAlone : ""}`, options);
    }
  }
  // Lines of options alone are one JVM's, where a script may start several.
  const most = last.get(" ");
  const { initial } = last.get(` ${initialAlone}`) ?? {};
  if (
    most !== undefined &&
    most.initial === undefined &&
    initial !== undefined &&
    !isOfVersions &&
    !isScript.test(file)
  )
    last.set(" ", { ...most, initial });
  yield* last.values();
}

const initialAlone = "-Xms";
const isScript = /^#!|\bjava\b/;

function* variable(name: string, value: string, manifest: Manifest, path: Path): Generator<HeapOptions> {
  if (ofTools.test(name)) return;
  for (const options of settingIn(name, value, manifest, path))
    yield readByServers.test(name) ? options : { ...options, isRead: false };
}

function* settingIn(name: string, value: string, manifest: Manifest, path: Path): Generator<HeapOptions> {
  const match = size.exec(value.trim());
  if (match === null) {
    if (/^["']?\s*-/.test(value) || ofOptions.test(name)) yield* optionIn(value, manifest, path);
    return;
  }
  const [, amount = "", unit = ""] = match;
  const isBare = unit === "";
  if (isBare ? !inMebibytes.has(name) : !heapVariable.test(name)) return;
  yield { most: { bytes: inBytes(amount, isBare ? "m" : unit), text: `${name}=${value.trim()}` }, manifest, path };
}

/** A text of which the options may be those of several JVMs. */
const severalCommands = /[;&|\n]/;

/** Of several in one text the last counts, as for the JVM. */
function* optionIn(text: string, manifest: Manifest, path: Path, several = /[;&|]/): Generator<HeapOptions> {
  let most: Size | undefined;
  let initial: Size | undefined;
  for (const [, name = "", amount = "", unit = ""] of text.matchAll(option)) {
    const found = { bytes: inBytes(amount, unit), text: `${name}${amount}${unit}` };
    if (name === "-Xms" || name.includes("Initial")) initial = found;
    else most = found;
  }
  // Less than 2 MiB no JVM takes: something else is meant.
  const both = {
    ...optional("most", most !== undefined && most.bytes >= 2n << 20n ? most : undefined),
    ...optional("initial", initial),
  };
  if (both.most !== undefined && both.initial !== undefined && several.test(text)) {
    yield { most: both.most, manifest, path };
    yield { initial: both.initial, manifest, path };
  } else if (both.most !== undefined || both.initial !== undefined) yield { ...both, manifest, path };
}

function inBytes(amount: string, unit: string): bigint {
  return BigInt(amount) * (units[unit.toLowerCase()] ?? 1n);
}

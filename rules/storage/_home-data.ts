import type { ConfigurationText } from "../../src/model/configuration.ts";
import { settingName } from "../../src/model/configuration.ts";
import { textsOfContainer, textsOfFiles } from "../../src/model/configuration-index.ts";
import { isWithin, normal } from "../../src/model/image-data.ts";
import { type ImageHome, imageHomes } from "../../src/model/image-homes.ts";
import { knownContainer } from "../../src/model/known-workload.ts";
import type { Container } from "../../src/model/pod.ts";
import { mayLead, namesPath } from "../../src/model/script-changes.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { DataMount } from "../../src/model/workload.ts";

/** A container whose data lies in its image's own directory, as nothing tells the server otherwise. */
export interface HomeData {
  readonly home: ImageHome;
  readonly directory: string;
  readonly claim: DataMount;
  /** Whether it is only the log of transactions that lies beside the claim. */
  readonly isLog: boolean;
}

/** Directories that are named for data; a claim elsewhere may be for logs, plugins or backups. */
const forData =
  /^\/(?:data|storage|persistent|bitnami)(?:\/|$)|(?:^|\/)(?:[\w-]{0,40}data|storage)$|^\/var\/lib\/[\w.-]{1,60}(?:\/|$)/;
const forOther = /log|back-?up|snapshot|plugin|extension|repo|dump|import|export|cache|conf|cert|secret/i;

/** Undefined where the data may lie on a claim, or where something is not seen that may move it. */
export function homeData(
  set: StatefulSetView,
  container: Container,
  own: readonly DataMount[],
  isAllSeen: () => boolean,
): HomeData | undefined {
  const home = imageHomes.find(({ image }) => image.test(container.image));
  const [claim] = own;
  if (home === undefined || claim === undefined || !isServer(home, container)) return undefined;
  const mount = normal(claim.mount.mountPath ?? "");
  const isAt = covers(container, home.directory);
  if (isAt && (home.log === undefined || own.length > 1 || mount !== home.directory)) return undefined;
  const directory = isAt ? (home.log ?? "") : directoryOf(home, container);
  if (isAt ? covers(container, directory) : own.length > 1 || !isForData(home, container, mount)) return undefined;
  const texts = [...textsOfContainer(set.configuration, container), ...textsOfFiles(set.configuration)];
  const moves = (text: ConfigurationText) =>
    home.movers.test(text.text) ||
    home.movers.test(settingName(text) ?? "") ||
    (!isAt && namesPath(text.text, mount)) ||
    (isAt && namesPath(text.text, directory));
  if (texts.some(moves) || container.environment.some(({ name }) => home.movers.test(name))) return undefined;
  return mayLead(set, directory) || !isAllSeen() ? undefined : { home, directory, claim, isLog: isAt };
}

/** Whether a volume is mounted at the directory, above it or inside of it. */
function covers({ mounts }: Container, directory: string): boolean {
  return mounts.some(({ mountPath = "" }) => {
    const at = normal(mountPath);
    return isWithin(directory, at) || isWithin(at, directory);
  });
}

function isForData({ home, setting, directory }: ImageHome, container: Container, mount: string): boolean {
  // What is anywhere in the temporary directory may be the one of two defaults that counts.
  if (home?.test(mount) === true || (setting !== undefined && covers(container, parentOf(directory)))) return false;
  const usual = knownContainer(container)?.dataDirectories ?? [];
  return usual.includes(mount) || (forData.test(mount) && !forOther.test(mount));
}

const parentOf = (path: string) => path.slice(0, path.lastIndexOf("/"));

/** Whether the server itself is started, with nothing but options, in the image's own working directory. */
function isServer({ start }: ImageHome, { command, args, value }: Container): boolean {
  if (value.workingDir !== undefined || value.lifecycle !== undefined) return false;
  const words = [...command, ...args];
  const text = words.join(" ");
  const begun = start.exec(text)?.[0];
  if (begun === undefined || text.length > 20_000) return false;
  const options = begun === "" ? words : words.slice(begun.split(" ").length);
  return options.every(
    (word, index) => word.startsWith("-") || (index > 0 && /^--?[\w.-]{1,80}$/.test(options[index - 1] ?? "")),
  );
}

/** Settings of the image's own script, which it does not pass on to Kafka. */
const notPassed = /^KAFKA_(?:VERSION|HOME|HEAP_OPTS?|OPTS|JMX_\w{1,20}|JVM_\w{1,30}|GC_\w{1,20}|\w{0,6}LOG4J\w{1,20})$/;

function directoryOf({ directory, setting }: ImageHome, { environment, environmentFrom }: Container): string {
  const isSet =
    environmentFrom.length > 0 || environment.some(({ name }) => name.startsWith("KAFKA_") && !notPassed.test(name));
  return setting === undefined || isSet ? directory : "/tmp/kraft-combined-logs";
}

/*
 * The directory of the data, where a configuration file names it that the server surely reads.
 */
import { type ConfigurationText, settingName } from "./configuration.ts";
import { withoutFileComments } from "./file-comments.ts";
import { knownContainer } from "./known-workload.ts";
import { type FileSetting, fileSettings } from "./known-workloads/_file-settings.ts";
import { mountedFiles } from "./mounted-files.ts";
import type { Container } from "./pod.ts";
import { mayLead, mayRewrite } from "./script-changes.ts";
import type { StatefulSetView } from "./statefulset.ts";

export interface FileDirectory {
  /** The first of several. */
  readonly directory: string;
  /** All of them, where the setting is a set of such. */
  readonly directories: readonly string[];
  /** What names it, such as `log.dirs`. */
  readonly setting: string;
  readonly file: ConfigurationText;
  /** What the file says besides comments. */
  readonly text: string;
}

/** Longer files hold more than a server's settings. */
const longestFile = 100_000;

/**
 * Undefined where no file names the directory, where several name different ones, and where anything else, such as a script or a
 * variable, speaks of the setting and may change it, or may write the file.
 */
export function directoryInFile(set: StatefulSetView, container: Container): FileDirectory | undefined {
  const known = knownContainer(container);
  const setting = known === undefined ? undefined : fileSettings.get(known.id);
  if (setting === undefined || container.mounts.length === 0) return undefined;
  const { name, alsoBy } = setting;
  const files = mountedFiles(set, container);
  let found: FileDirectory | undefined;
  let said: string | undefined;
  /** Those that speak of it, without their comments. */
  const naming = new Map<ConfigurationText, string>();
  for (const [path, file] of files) {
    if (file.text.length > longestFile || !file.text.includes(name)) continue;
    const text = withoutFileComments(file.text, setting.comments);
    naming.set(file, text);
    if (!text.includes(name)) continue;
    const directories = directoriesIn(text, setting);
    const [directory] = directories ?? [];
    if (directories === undefined || directory === undefined) return undefined;
    said ??= directories.join();
    if (said !== directories.join() || mayRewrite(set, path, file)) return undefined;
    if (found === undefined && isNamed(path, container, files))
      found = { directory, directories, setting: name, file, text };
  }
  if (found === undefined || found.directories.some((directory) => mayLead(set, directory))) return undefined;
  const isTouched = set.configuration.some(
    (text) =>
      !naming.has(text) &&
      alsoBy.some((word) => text.text.includes(word) || settingName(text)?.includes(word) === true),
  );
  return isTouched ? undefined : found;
}

/** The directories that a text names, one unless the setting takes several; undefined where they cannot be told. */
function directoriesIn(text: string, { directory, isSet = false }: FileSetting): readonly string[] | undefined {
  const [only, ...others] = new Set([...text.matchAll(directory)].map((match) => (match[1] ?? "").trim()));
  if (only === undefined || others.length > 0 || only.includes("$")) return undefined;
  if (!isSet) return [only];
  const all = only.split(",").map((one) => one.trim());
  return all.every((one) => /^\/[^\s\\]*$/.test(one)) ? all : undefined;
}

/** Whether a command or a mounted script names a file, or the directory that it is in. */
function isNamed(path: string, { command, args }: Container, files: ReadonlyMap<string, ConfigurationText>): boolean {
  const directory = path.slice(0, path.lastIndexOf("/"));
  const names = (text: string) => text.includes(path) || (directory.length > 1 && text.includes(directory));
  return (
    [...command, ...args].some(names) ||
    [...files.values()].some(({ text }) => text.length <= longestFile && names(text))
  );
}

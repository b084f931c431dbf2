/*
 * The directory of the data, where a configuration file names it that the server surely reads.
 */
import { type ConfigurationText, settingName } from "./configuration.ts";
import { knownContainer } from "./known-workload.ts";
import { fileSettings } from "./known-workloads/_file-settings.ts";
import { mountedFiles } from "./mounted-files.ts";
import type { Container } from "./pod.ts";
import type { StatefulSetView } from "./statefulset.ts";

export interface FileDirectory {
  readonly directory: string;
  /** What names it, such as `log.dirs`. */
  readonly setting: string;
  readonly file: ConfigurationText;
}

/** Longer files hold more than a server's settings. */
const longestFile = 100_000;

/**
 * Undefined where no file names the directory, where several name different ones, and where anything else, such as a script or a
 * variable, speaks of the setting and may change it.
 */
export function directoryInFile(set: StatefulSetView, container: Container): FileDirectory | undefined {
  const known = knownContainer(container);
  const setting = known === undefined ? undefined : fileSettings.get(known.id);
  if (setting === undefined || container.mounts.length === 0) return undefined;
  const { name, directory, alsoBy } = setting;
  const files = mountedFiles(set, container);
  let found: FileDirectory | undefined;
  const naming = new Set<ConfigurationText>();
  for (const [path, file] of files) {
    if (file.text.length > longestFile || !file.text.includes(name)) continue;
    const named = [...file.text.matchAll(directory)].map((match) => match[1] ?? "");
    const [only, ...others] = new Set(named);
    if (
      only === undefined ||
      only.includes("$") ||
      others.length > 0 ||
      (found ?? { directory: only }).directory !== only
    )
      return undefined;
    naming.add(file);
    if (found === undefined && isNamed(path, container, files)) found = { directory: only, setting: name, file };
  }
  if (found === undefined) return undefined;
  const isTouched = set.configuration.some(
    (text) =>
      !naming.has(text) &&
      alsoBy.some((word) => text.text.includes(word) || settingName(text)?.includes(word) === true),
  );
  return isTouched ? undefined : found;
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

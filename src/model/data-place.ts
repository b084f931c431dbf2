/*
 * Where in which volume a container keeps its data: mounts, subPaths and the software's own settings taken together.
 */
import { filled, mapping } from "./fields.ts";
import { grouped } from "./grouped.ts";
import { knownContainer } from "./known-workload.ts";
import { dataSettings } from "./known-workloads/_data-settings.ts";
import type { Container, Mount } from "./pod.ts";
import type { ClaimTemplate, StatefulSetView } from "./statefulset.ts";

/** A directory inside of a volume. */
export interface DataPlace {
  /** Equal where the volume is the same claim: a claim template's, or one that is named. */
  readonly source: string;
  /** `claim template `data``, `claim `x``, `an emptyDir`, `the container's own file system`. */
  readonly title: string;
  readonly isClaim: boolean;
  /** From the volume's root, without slashes at the ends; empty: the root itself. */
  readonly path: string;
  /** Absent for the container's own file system. */
  readonly mount?: Mount;
}

/** The directory in which a container's software keeps its data, in words of the container's file system. */
export interface DataDirectory {
  /** The first of several. */
  readonly directory: string;
  /** All of them, where there are several: a set, whose order does not matter. */
  readonly directories?: readonly string[];
  /** What sets it, such as `PGDATA`; absent where it is the image's default. */
  readonly setting?: string;
}

/** Where a path of the container's file system lies. */
export function placeOf(set: StatefulSetView, container: Container, path: string): DataPlace {
  const wanted = resolved(path);
  const best = mountOver(container, wanted);
  if (best === undefined)
    return { source: "container", title: "the container's own file system", isClaim: false, path: wanted };
  const rest = wanted.slice(resolved(best.mountPath ?? "").length);
  const inVolume = cleaned(`${best.subPath ?? ""}/${rest}`);
  return { ...volumeOf(set, best.name), path: inVolume, mount: best };
}

interface MountsByPath {
  /** By the directory, normalized: of several at one the first. */
  readonly at: ReadonlyMap<string, Mount>;
  /** How many parts their directories have, the most first. */
  readonly depths: readonly number[];
}

/** Each mount of a container asks for the same path in another one. */
const mountsByPath = new WeakMap<readonly Mount[], MountsByPath>();

/** The mount that is nearest above a path, or at it. */
function mountOver({ mounts }: Container, wanted: string): Mount | undefined {
  const known = mountsByPath.get(mounts) ?? byPath(mounts);
  mountsByPath.set(mounts, known);
  const parts = wanted === "" ? [] : wanted.split("/");
  for (const depth of known.depths) {
    const mount = depth > parts.length ? undefined : known.at.get(parts.slice(0, depth).join("/"));
    if (mount !== undefined) return mount;
  }
  return undefined;
}

function byPath(mounts: readonly Mount[]): MountsByPath {
  const at = new Map<string, Mount>();
  const depths = new Set<number>();
  for (const mount of mounts) {
    if (mount.device || mount.mountPath === undefined || mount.mountPath === "") continue;
    const directory = resolved(mount.mountPath);
    if (!at.has(directory)) at.set(directory, mount);
    depths.add(directory === "" ? 0 : directory.split("/").length);
  }
  return { at, depths: [...depths].sort((one, other) => other - one) };
}

/** Asked for each mount. */
const templateNames = new WeakMap<readonly ClaimTemplate[], ReadonlySet<string | undefined>>();

/** Whether a set has a claim template of that name. */
export function hasTemplate({ claimTemplates }: StatefulSetView, name: string): boolean {
  const names = templateNames.get(claimTemplates) ?? new Set(claimTemplates.map((template) => template.name));
  templateNames.set(claimTemplates, names);
  return names.has(name);
}

function volumeOf(set: StatefulSetView, name: string): Pick<DataPlace, "source" | "title" | "isClaim"> {
  if (hasTemplate(set, name)) return { source: `template ${name}`, title: `claim template \`${name}\``, isClaim: true };
  const volume = set.volumeNamed(name);
  const claim = filled(mapping(volume?.value.persistentVolumeClaim).claimName);
  if (claim !== undefined) return { source: `claim ${claim}`, title: `claim \`${claim}\``, isClaim: true };
  const source = volume?.source ?? "unknown";
  return {
    source: `${source} ${name}`,
    title: source === "emptyDir" ? "an emptyDir" : `a ${source} volume`,
    isClaim: false,
  };
}

/**
 * The data directory that a container's variables or arguments name; `unknown` where they name one that nobody can
 * read, such as a value from elsewhere; undefined where they name none.
 */
export function writtenDataDirectory(container: Container): DataDirectory | "unknown" | undefined {
  const known = knownContainer(container);
  const settings = known === undefined ? undefined : dataSettings.get(known.id);
  for (const name of settings?.variables ?? []) {
    const variable = container.environment.findLast((one) => one.name === name);
    if (variable === undefined) continue;
    const value = filled(variable.value);
    if (value === undefined || value.includes("$")) return "unknown";
    const directories = value.split(/[,;\s]+/).filter((one) => one !== "");
    const [directory = value] = directories;
    return { directory, setting: name, ...(directories.length > 1 ? { directories } : {}) };
  }
  const words = [...container.command, ...container.args];
  for (const option of settings?.options ?? []) {
    for (const [index, word] of words.entries()) {
      const value =
        word === option ? words[index + 1] : word.startsWith(`${option}=`) ? word.slice(option.length + 1) : undefined;
      if (value?.startsWith("/") !== true) continue;
      return value.includes("$") ? "unknown" : { directory: value, setting: option };
    }
  }
  return undefined;
}

/** Where each of the directories lies that a container keeps its data in. */
export function placesOf(
  set: StatefulSetView,
  container: Container,
  { directory, directories = [directory] }: DataDirectory,
): readonly DataPlace[] {
  return directories.map((one) => placeOf(set, container, one));
}

/** The first of the software's usual directories that lies on a claim. */
export function usualDataDirectory(set: StatefulSetView, container: Container): DataDirectory | undefined {
  const directories = knownContainer(container)?.dataDirectories ?? [];
  const directory = directories.find((one) => placeOf(set, container, one).isClaim);
  return directory === undefined ? undefined : { directory };
}

/** Whether the container keeps its data on a claim; without knowledge of its software: whether it mounts one. */
export function keepsData(set: StatefulSetView, container: Container): boolean {
  const written = writtenDataDirectory(container);
  if (written !== undefined && written !== "unknown")
    return placesOf(set, container, written).some(({ isClaim }) => isClaim);
  if (usualDataDirectory(set, container) !== undefined) return true;
  return claimMounts(set, container).length > 0;
}

/** The mounts of a container that it may write and whose volume is a claim. */
export function claimMounts(set: StatefulSetView, container: Container): readonly Mount[] {
  return container.mounts.filter(({ name, readOnly, device }) => !readOnly && !device && volumeOf(set, name).isClaim);
}

/** The same container before and after: of the same name, or the only one of both pods. */
export function counterpartOf(container: Container, others: readonly Container[]): Container | undefined {
  const { byName, only } = byTheirKind(others);
  return byName.get(container.name) ?? only;
}

/** Each container of a pod asks for those of the other. */
const knownKinds = new WeakMap<readonly Container[], ContainersByKind>();

interface ContainersByKind {
  /** Those that run, the first of each name. */
  readonly byName: ReadonlyMap<string, Container>;
  /** The only one that runs, where it is one. */
  readonly only: Container | undefined;
  /** Those that prepare the pod, by the volumes that they mount. */
  readonly initByVolume: ReadonlyMap<string, readonly Container[]>;
}

function byTheirKind(containers: readonly Container[]): ContainersByKind {
  const known = knownKinds.get(containers);
  if (known !== undefined) return known;
  const running = containers.filter(({ kind }) => kind !== "init");
  const kinds = {
    byName: new Map(running.map((container) => [container.name, container] as const).reverse()),
    only: running.length === 1 ? running[0] : undefined,
    initByVolume: grouped(
      containers.flatMap((container) =>
        container.kind === "init"
          ? [...new Set(container.mounts.map(({ name }) => name))].map((name) => [name, container] as const)
          : [],
      ),
    ),
  };
  knownKinds.set(containers, kinds);
  return kinds;
}

/** Whether an init container that mounts the claim runs one of these commands. */
export function isPrepared(set: StatefulSetView, volume: string, command: RegExp): boolean {
  const preparing = byTheirKind(set.containers).initByVolume.get(volume) ?? [];
  return preparing.some(({ command: words, args, image }) =>
    command.test([image, ...words, ...args].join(" ").slice(0, 20_000)),
  );
}

/**
 * A path of a container's file system, without slashes at its ends: `..` goes back, and `/var/run` leads to `/run`, as the Filesystem
 * Hierarchy Standard and the images of all distributions have it.
 */
export function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of cleaned(path).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "") parts.push(part);
    if (parts.length === 2 && parts[0] === "var" && parts[1] === "run") parts.shift();
  }
  return parts.join("/");
}

/** Without slashes at the ends, doubled ones, and dots that mean the directory itself. */
export function cleaned(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

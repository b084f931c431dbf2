import { type Dirent, readdirSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { OptionError } from "../lint/contract/options.ts";
import { expandInputs } from "./expand-inputs.ts";
import { configPlaces } from "./find-config.ts";
import { statsAt } from "./stats-at.ts";
import type { WatchScope } from "./watch-scope.ts";

/** What is watched, as it was at one moment. */
export interface WatchState {
  /** By absolute path; a file that is not there is `none`. */
  readonly files: ReadonlyMap<string, string>;
  /** By absolute path: where something can change, appear or go, and the names of those that count; all unless told. */
  readonly folders: ReadonlyMap<string, ReadonlySet<string> | "all">;
}

/** A system gives some thousands of watches to all programs together. */
const mostFolders = 4000;

/** What editors write beside a file while they save it. */
const ofEditors = /~$|\.(?:sw[a-z]|tmp|bak)$|^4913$|^\.#|^#.*#$/;

const isPassedOver = (name: string): boolean => name === "node_modules" || name.startsWith(".");

/** One text that is another whenever a file was written, replaced or may no longer be read. */
function stateOf(path: string): string {
  const stats = statsAt(path);
  if (stats === undefined) return "none";
  const { mtimeNs, ctimeNs, size, ino } = stats;
  return `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Where a link leads in the end. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

const isFolder = (path: string): boolean => statsAt(path)?.isDirectory() === true;

class Look {
  readonly files = new Map<string, string>();
  readonly folders = new Map<string, Set<string> | "all">();
  readonly #outputs: ReadonlySet<string>;

  constructor(outputs: readonly string[]) {
    this.#outputs = new Set(outputs);
  }

  file(path: string): void {
    if (!this.#outputs.has(path)) this.files.set(path, stateOf(path));
    this.#entry(path);
    const real = realPath(path);
    if (real !== path) this.#entry(real);
  }

  /** All entries of a folder; one that is gone comes back in the nearest that is there. */
  folder(path: string): void {
    if (isFolder(path)) this.#add(path, undefined);
    else this.#entry(path);
  }

  /** What is called so in its folder. */
  #entry(path: string): void {
    const above = dirname(path);
    if (above === path) return;
    if (isFolder(above)) this.#add(above, basename(path));
    else this.#entry(above);
  }

  /** Without a name all entries count. */
  #add(folder: string, name: string | undefined): void {
    const names = this.folders.get(folder);
    if (name === undefined) this.folders.set(folder, "all");
    else if (names === undefined) this.folders.set(folder, new Set([name]));
    else if (names !== "all") names.add(name);
    if (this.folders.size > mostFolders)
      throw new OptionError(`--watch: these are more than ${mostFolders} folders: name those that you work in`);
  }

  /** All folders below one, with what is in them where every file counts. */
  tree(path: string, everyFile: boolean): void {
    this.folder(path);
    for (const entry of entriesOf(path)) {
      const inside = join(path, entry.name);
      if (entry.isDirectory() ? !isPassedOver(entry.name) : entry.isSymbolicLink() && isFolder(inside)) {
        // A link may lead in a circle: what is behind it is one folder here, and no more.
        if (entry.isDirectory()) this.tree(inside, everyFile);
        else this.folder(inside);
      } else if (everyFile && !entry.isDirectory() && !ofEditors.test(entry.name)) this.file(inside);
    }
  }
}

/** The folder of a glob whose entries it goes through: what stands before its first special character. */
function rootOf(name: string): string {
  const special = name.search(/[*?[\]{}!]/);
  if (special < 0) return name;
  const plain = name.slice(0, special);
  const cut = Math.max(plain.lastIndexOf("/"), plain.lastIndexOf("\\"));
  return cut < 0 ? "." : plain.slice(0, cut + 1);
}

/** Looks at all that a scope names. Throws {@link OptionError} where that is too much. */
export async function lookAt(scope: WatchScope, cwd: string): Promise<WatchState> {
  const look = new Look(scope.outputs.map((name) => resolve(cwd, name)));
  const starts = new Set([cwd]);
  if (scope.inputs.length > 0) {
    for (const name of scope.inputs) {
      const root = resolve(cwd, statsAt(resolve(cwd, name)) ? name : rootOf(name));
      if (isFolder(root)) look.tree(root, false);
      else look.file(root);
    }
    for (const source of await expandInputs(scope.inputs, cwd, () => undefined, { wholeRelease: scope.wholeRelease })) {
      if (source.stdin) continue;
      look.file(source.path);
      starts.add(dirname(source.path));
    }
  }
  for (const name of scope.trees) {
    const path = resolve(cwd, name);
    if (isFolder(path)) look.tree(path, true);
    else look.file(path);
    starts.add(isFolder(path) ? path : dirname(path));
  }
  for (const name of scope.files) look.file(resolve(cwd, name));
  if (scope.findsConfig) for (const start of starts) for (const path of configPlaces(start)) look.file(path);
  return { files: look.files, folders: look.folders };
}

/** The files that are not as they were, by their names. */
export function changesBetween(before: WatchState, after: WatchState): readonly string[] {
  const paths = new Set([...before.files.keys(), ...after.files.keys()]);
  const state = ({ files }: WatchState, path: string): string => files.get(path) ?? "none";
  return [...paths].filter((path) => state(before, path) !== state(after, path)).sort();
}

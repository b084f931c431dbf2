import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { errorCode } from "./file-bytes.ts";
import { shownPath } from "./path-rules.ts";

const manifestName = /\.(ya?ml|json)$/i;

/** Hidden ones are somebody's settings, ours too, and `*` in a shell does not mean them either. */
const isPassedOver = (name: string): boolean => name === "node_modules" || name.startsWith(".");

/** Whether a folder is a chart, of which nothing is a manifest before it is rendered. */
export function isChart(folder: string): boolean {
  return existsSync(join(folder, "Chart.yaml")) && existsSync(join(folder, "templates"));
}

/** What stands in the way of reading a folder whole. */
export interface Unread {
  /** Relative to the folder. */
  readonly path: string;
  readonly error: unknown;
}

/**
 * The *.yaml, *.yml and *.json files below a folder, sorted, relative to it, without node_modules and what is hidden. Links to
 * folders are followed once, charts are told of and left out. Our own walk, because the libraries pass over folders that may not be read in silence.
 */
export function manifestFilesIn(folder: string, unread: (one: Unread) => void): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const walk = (path: string): void => {
    const full = join(folder, path);
    let entries: Dirent[];
    try {
      const real = realpathSync(full);
      if (seen.has(real)) return;
      seen.add(real);
      if (path !== "" && isChart(full)) {
        unread({ path, error: "chart" });
        return;
      }
      entries = readdirSync(full, { withFileTypes: true });
    } catch (error) {
      unread({ path, error });
      return;
    }
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const name = path === "" ? entry.name : `${path}/${entry.name}`;
      if (isPassedOver(entry.name)) continue;
      const kind = kindOf(entry, join(folder, name));
      if (kind === "folder") walk(name);
      else if (manifestName.test(entry.name)) {
        if (kind === "file") found.push(name);
        else unread({ path: name, error: kind });
      }
    }
  };
  walk("");
  return found.sort();
}

/** What tools read and nobody applies. */
const ofTools = /^(?:kustomization|chart|helmfile|values(?:[-._].*)?)\.(?:ya?ml|json)$/i;

/** The *.yaml, *.yml and *.json files that stand in a folder itself, those of tools apart; none where it cannot be read. */
export function manifestsBeside(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => manifestName.test(name) && !isPassedOver(name) && !ofTools.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** A pipe or a device among files is never meant to be read: it would block or never end. */
function kindOf(entry: Dirent, path: string): "file" | "folder" | "no file" | "broken link" {
  if (entry.isDirectory()) return "folder";
  if (entry.isFile()) return "file";
  if (!entry.isSymbolicLink()) return "no file";
  try {
    const stat = statSync(path);
    return stat.isDirectory() ? "folder" : stat.isFile() ? "file" : "no file";
  } catch (error) {
    return errorCode(error) === undefined ? "no file" : "broken link";
  }
}

/**
 * The files that a glob matches, relative to `cwd`, sorted. What the library passes over in silence is told: folders on
 * the way that may not be read, and manifests by name that are pipes, devices or links to nowhere.
 */
export async function globFiles(pattern: string, cwd: string, unread: (one: Unread) => void): Promise<string[]> {
  const { globSync } = await import("tinyglobby");
  const ignore = ["**/node_modules/**", "**/.git/**"];
  const told = new Set<string>();
  const tell = (path: string, error: unknown): void => {
    if (told.has(path)) return;
    told.add(path);
    unread({ path: shownPath(relative(cwd, path) || path), error });
  };
  const listed = (folder: string): Dirent[] => {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      for (const entry of entries) {
        const kind = manifestName.test(entry.name) ? kindOf(entry, join(folder, entry.name)) : "folder";
        if (kind !== "file" && kind !== "folder") tell(join(folder, entry.name), kind);
      }
      return entries;
    } catch (error) {
      if (errorCode(error) !== "ENOENT") tell(folder, error);
      throw error;
    }
  };
  const fs = { readdirSync: listed as unknown as typeof readdirSync };
  // On Windows a backslash parts folders, where the library takes it to escape the next character.
  return globSync([shownPath(pattern)], { cwd, ignore, fs, onlyFiles: true, expandDirectories: false }).sort();
}

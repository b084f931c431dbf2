import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "./file-bytes.ts";

const manifestName = /\.(ya?ml|json)$/i;
const passedOver: ReadonlySet<string> = new Set(["node_modules", ".git"]);

/** What stands in the way of reading a folder whole. */
export interface Unread {
  /** Relative to the folder. */
  readonly path: string;
  readonly error: unknown;
}

/**
 * The *.yaml, *.yml and *.json files below a folder, sorted, relative to it, without node_modules and .git. Links to
 * folders are followed once. Our own walk, because the libraries pass over folders that may not be read in silence.
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
      entries = readdirSync(full, { withFileTypes: true });
    } catch (error) {
      unread({ path, error });
      return;
    }
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const name = path === "" ? entry.name : `${path}/${entry.name}`;
      if (passedOver.has(entry.name)) continue;
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

/** The files that a glob matches, relative to `cwd`, sorted. */
export async function globFiles(pattern: string, cwd: string): Promise<string[]> {
  const { globSync } = await import("tinyglobby");
  const ignore = ["**/node_modules/**", "**/.git/**"];
  return globSync([pattern], { cwd, ignore, onlyFiles: true, expandDirectories: false }).sort();
}

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import ownRules, { dirname, join, type PlatformPath } from "node:path";
import { checkOutFolder, fileAtRevision, namesAtRevision } from "./git-folder.ts";

/** No values file is longer. */
const largestFile = 8 * 1024 * 1024;

/** The files that GitOps files refer to: those of their repository, and no others. Paths are absolute. */
export interface SourceTree {
  readonly root: string;
  /** Undefined where there is no such file, and where it lies outside of the repository. */
  read(path: string): string | undefined;
  /** The names of the files and folders in a folder; none where there is no such folder. */
  names(path: string): readonly string[];
  /** Where the chart in a folder can be read from disk; undefined where there is none. */
  chart(path: string): string | undefined;
}

/** The root of the git repository that a folder lies in; the folder itself where there is none. */
export function repositoryOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** Whether a path stays below a folder, links followed. From one drive of Windows to another there is no relative way. */
export function isBelow(root: string, path: string, rules: PlatformPath = ownRules): boolean {
  const inside = rules.relative(root, path);
  if (inside === ".." || inside.startsWith(`..${rules.sep}`) || rules.isAbsolute(inside)) return false;
  return rules.resolve(root, inside) === path;
}

/** The files as they are on disk. */
export class WorkingTree implements SourceTree {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  read(path: string): string | undefined {
    try {
      if (!isBelow(realpathSync(this.root), realpathSync(path))) return undefined;
      const stats = statSync(path);
      return stats.isFile() && stats.size <= largestFile ? readFileSync(path, "utf8") : undefined;
    } catch {
      return undefined;
    }
  }

  names(path: string): readonly string[] {
    try {
      return isBelow(realpathSync(this.root), realpathSync(path)) ? readdirSync(path) : [];
    } catch {
      return [];
    }
  }

  chart(path: string): string | undefined {
    return this.read(join(path, "Chart.yaml")) === undefined ? undefined : path;
  }
}

/** The files as they are at a git revision; charts are written below folders that `folder` makes. */
export class RevisionTree implements SourceTree {
  readonly root: string;
  readonly #git: string;
  readonly #revision: string;
  readonly #folder: () => string;

  constructor(git: string, root: string, revision: string, folder: () => string) {
    this.root = root;
    this.#git = git;
    this.#revision = revision;
    this.#folder = folder;
  }

  /** @throws {GitError} where git knows no such revision. */
  read(path: string): string | undefined {
    if (!isBelow(this.root, path)) return undefined;
    const text = fileAtRevision(this.#git, path, this.#revision, this.root);
    return text === undefined || text.length > largestFile ? undefined : text;
  }

  /** @throws {GitError} where git knows no such revision. */
  names(path: string): readonly string[] {
    return isBelow(this.root, path) ? namesAtRevision(this.#git, path, this.#revision, this.root) : [];
  }

  chart(path: string): string | undefined {
    if (this.read(join(path, "Chart.yaml")) === undefined) return undefined;
    const target = join(this.#folder(), "chart");
    checkOutFolder(this.#git, path, this.#revision, target, this.root);
    return target;
  }
}

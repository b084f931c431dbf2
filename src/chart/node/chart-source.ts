import { lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, sep } from "node:path";
import { compareBytes } from "../render/functions/bytes.ts";
import { largestFile, readArchive } from "../render/inputs/archive.ts";
import { ChartFile } from "../render/inputs/chart-file.ts";
import { HelmIgnore } from "../render/inputs/helmignore.ts";
import { InputError, TooMuchError } from "../render/inputs/input-error.ts";

/** Folders nested deeper, or more files, are refused. */
const deepestFolder = 50;
const mostFiles = 20_000;
/** Of the path of a link that leads to itself. */
const mostShown = 60;

/**
 * Reads a chart as helm's loader does, a folder or an archive. What links lead to is read where it lies inside the
 * chart's folder, and passed over where it does not: `onStrayLink` is told each one, by its path in that folder.
 *
 * @throws {InputError} where helm refuses it.
 */
export function readChartSource(
  path: string,
  name: string,
  onStrayLink: (path: string) => void = () => undefined,
): ChartFile[] {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch {
    throw new InputError(`path "${name}" not found`);
  }
  if (!stats.isDirectory()) return readArchive(readFileSync(path), "");
  return new FolderWalk(path, onStrayLink).files();
}

class FolderWalk {
  readonly #root: string;
  readonly #realRoot: string;
  readonly #ignore: HelmIgnore;
  readonly #files: ChartFile[] = [];
  readonly #onStrayLink: (path: string) => void;

  constructor(root: string, onStrayLink: (path: string) => void) {
    this.#onStrayLink = onStrayLink;
    this.#root = root;
    this.#realRoot = realpathSync(root);
    let rules: string | undefined;
    try {
      rules = this.#isInside(".helmignore") ? readFileSync(join(root, ".helmignore"), "utf8") : undefined;
    } catch {
      rules = undefined;
    }
    this.#ignore = new HelmIgnore(rules?.replace(/^\uFEFF/, ""));
  }

  files(): ChartFile[] {
    this.#folder("", 0);
    return this.#files;
  }

  #isInside(path: string): boolean {
    try {
      const real = realpathSync(join(this.#root, path));
      return real === this.#realRoot || real.startsWith(this.#realRoot + sep);
    } catch {
      return false;
    }
  }

  #folder(folder: string, depth: number): void {
    if (depth > deepestFolder) throw new TooMuchError(`the folders in ${folder} are nested too deep`);
    const names = readdirSync(join(this.#root, folder)).sort(compareBytes);
    for (const name of names) this.#entry(folder === "" ? name : `${folder}/${name}`, depth);
  }

  #entry(path: string, depth: number): void {
    const full = join(this.#root, path);
    if (lstatSync(full).isSymbolicLink() && !this.#isInside(path)) {
      if (!this.#ignore.ignores(path, false)) this.#onStrayLink(path);
      return;
    }
    const stats = statsAt(full, path);
    if (this.#ignore.ignores(path, stats.isDirectory())) return;
    if (stats.isDirectory()) {
      this.#folder(path, depth + 1);
      return;
    }
    if (!stats.isFile()) throw new InputError(`cannot load irregular file ${path}`, path);
    if (stats.size > largestFile) throw new InputError(`chart file ${path} is larger than ${largestFile} bytes`, path);
    if (this.#files.length >= mostFiles)
      throw new TooMuchError(
        `more than ${mostFiles} files are not read: name those that are not the chart's own in .helmignore`,
      );
    this.#files.push(new ChartFile(path, path, readFileSync(full)));
  }
}

/** @throws {InputError} for a link that leads to itself, as helm refuses it. */
function statsAt(full: string, path: string): Stats {
  try {
    return statSync(full);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ELOOP")
      throw new InputError(`${path.slice(0, mostShown)}: too many levels of symbolic links`, path.split("/", 1)[0]);
    throw error;
  }
}

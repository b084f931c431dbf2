import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { Problem } from "../../read/index.ts";
import type { TextFile } from "../chart.ts";

/** Files larger than this are no templates or values; more files, or deeper folders, are no chart. */
const largestFile = 2 * 1024 * 1024;
const mostFiles = 5000;
const deepestFolder = 20;
const largestChart = 64 * 1024 * 1024;

/** What a chart's folder holds: its text files, and what was left out. */
export interface ChartFolder {
  readonly files: readonly TextFile[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a chart's directory. Binary and very large files are passed over in silence, packed subcharts (`charts/*.tgz`)
 * with a problem, because their templates may be what a probe comes from. Links are followed inside the directory, but no folder twice; one that leads
 * out of it is left unread, with a problem, because a chart has no say over the other files of this machine.
 *
 * @throws what the file system throws where the directory itself cannot be read.
 */
export function readChartFolder(directory: string): ChartFolder {
  const reader = new FolderReader(directory);
  reader.read("", 0);
  return reader;
}

class FolderReader implements ChartFolder {
  readonly files: TextFile[] = [];
  readonly problems: Problem[] = [];
  readonly #directory: string;
  readonly #seen = new Set<string>();
  #size = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  read(folder: string, depth: number): void {
    const full = join(this.#directory, folder);
    const real = realpathSync(full);
    if (this.#seen.has(real) || depth > deepestFolder) return;
    this.#seen.add(real);
    for (const entry of readdirSync(full, { withFileTypes: true }).sort(byName)) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith(".")) continue;
      try {
        this.#entry(path, depth);
      } catch {
        this.#problem(path, "this file of the chart cannot be read: check its permissions");
      }
    }
  }

  #entry(path: string, depth: number): void {
    const full = join(this.#directory, path);
    if (!this.#isInside(full)) {
      this.#problem(path, "this link leads out of the chart's folder and is not read: put the file itself there");
      return;
    }
    const status = statSync(full);
    if (status.isDirectory()) this.read(path, depth + 1);
    if (!status.isFile()) return;
    if (/(^|\/)charts\/[^/]+\.tgz$/.test(path)) {
      this.#problem(path, "a packed subchart is not read: unpack it, so that probes from its templates are known");
      return;
    }
    if (status.size > largestFile) return;
    if (this.files.length >= mostFiles || this.#size + status.size > largestChart) {
      if (!this.problems.some((one) => one.file === ""))
        this.#problem("", "the folder holds more than a chart does: the rest of it is not read");
      return;
    }
    const bytes = readFileSync(full);
    if (bytes.includes(0)) return;
    this.#size += status.size;
    this.files.push({ path, text: bytes.toString("utf8").replace(/^\uFEFF/, "") });
  }

  #isInside(full: string): boolean {
    const root = realpathSync(this.#directory);
    const real = realpathSync(full);
    return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
  }

  #problem(file: string, message: string): void {
    this.problems.push({ kind: "chart", file, line: 1, column: 1, message });
  }
}

function byName(one: Dirent, other: Dirent): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

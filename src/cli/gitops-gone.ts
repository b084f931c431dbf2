import { dirname, join, relative } from "node:path";
import type { SourceTree } from "../chart/node/source-tree.ts";
import type { Input } from "../read/document.ts";
import { shownPath } from "./path-rules.ts";
import { statsAt } from "./stats-at.ts";

/** Deeper folders are not looked into. */
const deepest = 30;
/** More files that are gone nobody compares at once. */
const mostFiles = 10_000;

/**
 * The files that stood below some folders at another revision and stand there no more: what they asked for is to be removed. Their
 * names are shown from `cwd`. `files` are those that are there now.
 */
export function goneFiles(
  folders: readonly string[],
  files: readonly string[],
  old: SourceTree,
  cwd: string,
): readonly Input[] {
  const found: Input[] = [];
  const known = new Set(folders.flatMap((root) => [root, ...between(root, files)]));
  const enter = (folder: string, depth: number): void => {
    const names = depth > deepest ? [] : old.names(folder);
    // What a chart is made of asks for nothing by itself.
    if (names.includes("Chart.yaml")) return;
    for (const name of names) {
      const path = join(folder, name);
      const stats = statsAt(path);
      if (found.length >= mostFiles || stats?.isFile() === true || known.has(path)) continue;
      const text = stats === undefined && /\.(?:ya?ml|json)$/.test(name) ? old.read(path) : undefined;
      if (text !== undefined) found.push({ name: shownPath(relative(cwd, path)), text });
      else if (!name.startsWith(".") && (stats?.isDirectory() ?? !name.includes("."))) enter(path, depth + 1);
    }
  };
  for (const folder of known) enter(folder, 0);
  return found;
}

/** The folders from a root down to its files. */
function between(root: string, files: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const file of files) {
    for (let at = dirname(file); at.length > root.length && !folders.has(at); at = dirname(at)) {
      if (relative(root, at).startsWith("..")) break;
      folders.add(at);
    }
  }
  return [...folders];
}

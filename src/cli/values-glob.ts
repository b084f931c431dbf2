import { join, resolve } from "node:path";
import type { SourceTree } from "../chart/node/source-tree.ts";
import { BadPattern, goMatch } from "../chart/render/inputs/go-match.ts";

/** A pattern that finds more is no list of values any more. */
const mostFiles = 1000;

/** Whether a path is a pattern to Go's filepath.Glob. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

/** The files that fit a pattern below a folder, absolute and sorted; undefined for very many, and for a pattern that is none. */
export function filesOfPattern(pattern: string, folder: string, tree: SourceTree): readonly string[] | undefined {
  let found: readonly string[] = [folder];
  const steps = pattern.split("/");
  try {
    for (const [index, step] of steps.entries()) {
      const isLast = index === steps.length - 1;
      found = found.flatMap((at) => {
        if (!isPattern(step)) return [step === "" && index === 0 ? "/" : resolve(at, step)];
        return tree.names(at).flatMap((name) => (goMatch(step, name) ? [join(at, name)] : []));
      });
      if (isLast) found = found.filter((path) => tree.read(path) !== undefined);
      if (found.length > mostFiles) return undefined;
    }
  } catch (error) {
    if (error instanceof BadPattern) return undefined;
    throw error;
  }
  return [...found].sort();
}

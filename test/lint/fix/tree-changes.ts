import { isDeepStrictEqual } from "node:util";
import type { Path } from "../../../src/read/path.ts";

/** How one value became another: an entry that left, a key with another name, a scalar with another content. */
export type TreeChange =
  | { readonly what: "removed"; readonly path: Path }
  | { readonly what: "renamed"; readonly path: Path; readonly to: string }
  | { readonly what: "rewritten"; readonly path: Path }
  /** What no fix may do: a value of another type, an entry that came, another order of keys. */
  | { readonly what: "broken"; readonly path: Path; readonly why: string };

/** All that differs between two values as Kubernetes reads them, the order of keys included. */
export function treeChanges(before: unknown, after: unknown, path: Path = []): readonly TreeChange[] {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path);
  if (isTree(before) && isTree(after)) return mappingChanges(before, after, path);
  if (typeOf(before) === typeOf(after) && typeof before !== "object") return [{ what: "rewritten", path }];
  return [{ what: "broken", path, why: `${typeOf(before)} became ${typeOf(after)}` }];
}

function listChanges(before: readonly unknown[], after: readonly unknown[], path: Path): readonly TreeChange[] {
  if (before.length === after.length)
    return before.flatMap((item, index) => treeChanges(item, after[index], [...path, index]));
  return [{ what: "broken", path, why: `${before.length} items became ${after.length}` }];
}

function mappingChanges(before: Tree, after: Tree, path: Path): readonly TreeChange[] {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const fresh = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  const renamed = new Map(gone.length === fresh.length ? gone.map((key, index) => [key, fresh[index] ?? ""]) : []);
  const expected = Object.keys(before)
    .filter((key) => renamed.has(key) || !gone.includes(key))
    .map((key) => renamed.get(key) ?? key);
  if (!isDeepStrictEqual(expected, Object.keys(after)))
    return [{ what: "broken", path, why: `the keys ${Object.keys(before)} became ${Object.keys(after)}` }];
  return Object.keys(before).flatMap((key): readonly TreeChange[] => {
    const own = [...path, key];
    const to = renamed.get(key);
    if (to !== undefined) return [{ what: "renamed", path: own, to }, ...treeChanges(before[key], after[to], own)];
    return gone.includes(key) ? [{ what: "removed", path: own }] : treeChanges(before[key], after[key], own);
  });
}

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
}

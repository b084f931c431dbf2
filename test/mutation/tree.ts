/** Plain objects as they come out of YAML, read without trust in their shape. */
export type Tree = unknown;
export type Keys = readonly (string | number)[];

/** What stands at a path; undefined where something on the way is missing. */
export function get(tree: Tree, ...keys: Keys): Tree {
  let at = tree;
  for (const key of keys) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}

export function items(tree: Tree, ...keys: Keys): readonly Tree[] {
  const found = get(tree, ...keys);
  return Array.isArray(found) ? found : [];
}

export function string(tree: Tree, ...keys: Keys): string | undefined {
  const found = get(tree, ...keys);
  return typeof found === "string" ? found : undefined;
}

export function number(tree: Tree, ...keys: Keys): number | undefined {
  const found = get(tree, ...keys);
  return typeof found === "number" ? found : undefined;
}

export function entriesOf(tree: Tree, ...keys: Keys): readonly (readonly [string, unknown])[] {
  const found = get(tree, ...keys);
  return typeof found === "object" && found !== null && !Array.isArray(found) ? Object.entries(found) : [];
}

/*
 * Kubernetes' strategic merge patch: what differs between two objects.
 * Source: apimachinery pkg/util/strategicpatch/patch.go (diffMaps and below).
 */
import { asText } from "../model/fields.ts";
import { newMapping } from "../read/mapping.ts";
import { goText } from "./go-values.ts";
import { type Fields, isFields, PatchError, type PatchSchema, schemaForList, schemaForMap } from "./patch-schema.ts";

/** Which side of the difference is asked for. */
export interface DiffOptions {
  readonly ignoresDeletions?: boolean;
  readonly ignoresAdditions?: boolean;
  readonly retainsKeys?: boolean;
}

/** The kind that Go's reflection would tell of a value of JSON. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nil";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "map" : typeof value;
}

/** The one kind of all elements. Throws where there are several. */
export function elementKind(...lists: readonly (readonly unknown[])[]): string {
  let known = "nil";
  for (const list of lists)
    for (const item of list) {
      const kind = kindOf(item);
      if (known === "nil") known = kind;
      else if (known !== kind) throw new PatchError(`list element types are not identical: ${goText(list)}`);
    }
  if (known === "nil") throw new PatchError("no elements in any of the given slices");
  return known;
}

/** reflect.DeepEqual of two values of JSON. Walks without recursion: data may be nested deeper than the stack. */
export function isSame(one: unknown, other: unknown): boolean {
  const open: [unknown, unknown][] = [[one, other]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [a, b] = pair;
    if (a === b) continue;
    if (Array.isArray(a) && Array.isArray(b)) {
      if (a.length !== b.length) return false;
      for (const [i, item] of a.entries()) open.push([item, b[i]]);
    } else if (isFields(a) && isFields(b)) {
      const keys = Object.keys(a);
      if (keys.length !== Object.keys(b).length) return false;
      for (const key of keys) {
        if (!Object.hasOwn(b, key)) return false;
        open.push([a[key], b[key]]);
      }
    } else return false;
  }
  return true;
}

/** The patch that makes `modified` of `original`. */
export function diffMaps(original: Fields, modified: Fields, schema: PatchSchema, options: DiffOptions): Fields {
  const patch: Fields = newMapping();
  const retained: string[] = [];
  for (const [key, value] of Object.entries(modified)) {
    if (options.retainsKeys === true && value !== null) retained.push(key);
    if (!Object.hasOwn(original, key)) {
      if (options.ignoresAdditions !== true) patch[key] = value;
      continue;
    }
    const before = original[key];
    if (key === "$patch") {
      if (typeof before !== "string" || typeof value !== "string")
        throw new PatchError("invalid value for special key: $patch");
      if (before !== value) patch.$patch = value;
    } else if (isFields(before) && isFields(value)) diffMap(key, before, value, patch, schema, options);
    else if (Array.isArray(before) && Array.isArray(value)) diffList(key, before, value, patch, schema, options);
    else if (options.ignoresAdditions !== true && !isSame(before, value)) patch[key] = value;
  }
  if (options.ignoresDeletions !== true)
    for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null;
  const isChanged =
    Object.keys(patch).length > 0 ||
    Object.keys(original).some((key) => original[key] !== null && !Object.hasOwn(modified, key));
  if (retained.length > 0 && isChanged) patch.$retainKeys = retained.sort();
  return patch;
}

function diffMap(
  key: string,
  before: Fields,
  after: Fields,
  patch: Fields,
  schema: PatchSchema,
  options: DiffOptions,
): void {
  const found = schemaForMap(schema, key);
  if (found === undefined) {
    if (!isSame(before, after)) throw schema.missing(key);
    return;
  }
  const { strategies, inner } = found;
  if (strategies.includes("replace")) {
    if (options.ignoresAdditions !== true) patch[key] = after;
    return;
  }
  const value = diffMaps(before, after, inner, { ...options, retainsKeys: strategies.includes("retainKeys") });
  if (Object.keys(value).length > 0) patch[key] = value;
}

function diffList(
  key: string,
  before: unknown[],
  after: unknown[],
  patch: Fields,
  schema: PatchSchema,
  options: DiffOptions,
): void {
  const found = schemaForList(schema, key);
  if (found === undefined) {
    if (!isSame(before, after)) throw schema.missing(key);
    return;
  }
  const { strategies, inner, mergeKey } = found;
  if (!strategies.includes("merge")) {
    if (options.ignoresAdditions !== true && !isSame(before, after)) patch[key] = after;
    return;
  }
  const nested = { ...options, retainsKeys: strategies.includes("retainKeys") };
  const { additions, deletions, order } = diffLists(before, after, inner, mergeKey, nested);
  if (additions.length > 0) patch[key] = additions;
  if (deletions.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = deletions;
  if (order.length > 0) patch[`$setElementOrder/${key}`] = order;
}

interface ListDiff {
  readonly additions: unknown[];
  readonly deletions: unknown[];
  readonly order: unknown[];
}

function diffLists(
  before: unknown[],
  after: unknown[],
  schema: PatchSchema,
  mergeKey: string,
  options: DiffOptions,
): ListDiff {
  const { ignoresAdditions = false, ignoresDeletions = false } = options;
  if (before.length === 0) {
    const isNothing = after.length === 0 || ignoresAdditions;
    return { additions: isNothing ? [] : after, deletions: [], order: [] };
  }
  const kind = elementKind(before, after);
  if (kind === "list") throw new PatchError("lists of lists are not supported");
  if (kind !== "map") {
    const additions: unknown[] = [];
    const deletions: unknown[] = [];
    merged(sortedTexts(before), sortedTexts(after), asText, {
      both: () => {},
      added: (item) => ignoresAdditions || additions.push(item),
      removed: (item) => ignoresDeletions || deletions.push(item),
    });
    const isOrdered = (!ignoresDeletions && deletions.length > 0) || (!ignoresAdditions && !isSame(before, after));
    return {
      additions: inOrder(additions, after, ""),
      deletions: [...new Set(deletions)],
      order: isOrdered ? after : [],
    };
  }
  const changed: unknown[] = [];
  const deleted: unknown[] = [];
  merged(sortedMaps(before, mergeKey), sortedMaps(after, mergeKey), (item) => goText(keyOf(item, mergeKey)), {
    both: (one, other) => {
      const value = diffMaps(one as Fields, other as Fields, schema, options);
      if (Object.keys(value).length === 0) return;
      value[mergeKey] = keyOf(other, mergeKey);
      changed.push(value);
    },
    added: (item) => ignoresAdditions || changed.push(item),
    removed: (item) => ignoresDeletions || deleted.push({ $patch: "delete", [mergeKey]: keyOf(item, mergeKey) }),
  });
  const additions = [...inOrder(changed, after, mergeKey), ...deleted];
  const isSameOrder =
    before.length === after.length && after.every((item, i) => keyOf(before[i], mergeKey) === keyOf(item, mergeKey));
  const isOrdered =
    (!ignoresAdditions && (additions.length > 0 || !isSameOrder)) || (!ignoresDeletions && additions.length > 0);
  return {
    additions,
    deletions: [],
    order: isOrdered ? after.map((item) => ({ [mergeKey]: keyOf(item, mergeKey) ?? null })) : [],
  };
}

/** Walks two sorted lists at once. */
function merged(
  before: readonly unknown[],
  after: readonly unknown[],
  nameOf: (item: unknown) => string,
  on: {
    both: (one: unknown, other: unknown) => void;
    added: (item: unknown) => unknown;
    removed: (item: unknown) => unknown;
  },
): void {
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const old = i < before.length ? nameOf(before[i]) : undefined;
    const fresh = j < after.length ? nameOf(after[j]) : undefined;
    if (old !== undefined && fresh !== undefined && old === fresh) on.both(before[i++], after[j++]);
    else if (old === undefined || (fresh !== undefined && old > fresh)) on.added(after[j++]);
    else on.removed(before[i++]);
  }
}

/** An element's value of the merge key. Throws where it has none. */
export function keyOf(item: unknown, mergeKey: string): unknown {
  if (!isFields(item))
    throw new PatchError(
      `expected a map[string]interface {}, but received a ${item === null ? "%!s(<nil>)" : kindOf(item)}`,
    );
  if (!Object.hasOwn(item, mergeKey))
    throw new PatchError(`map: ${goText(item)} does not contain declared merge key: ${mergeKey}`);
  return item[mergeKey];
}

function sortedTexts(list: readonly unknown[]): unknown[] {
  return [...list].sort((a, b) => (asText(a) < asText(b) ? -1 : asText(a) > asText(b) ? 1 : 0));
}

/** Go sorts with a comparison that also holds for equal elements, which turns them around. */
function sortedMaps(list: readonly unknown[], mergeKey: string): unknown[] {
  const named = list.map((item, i) => ({
    item,
    i,
    name: goText(isFields(item) ? item[mergeKey] : undefined),
  }));
  named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : b.i - a.i));
  return named.map(({ item }) => item);
}

/** The elements in the order in which a list has them; those that are to be deleted last. */
export function inOrder(list: readonly unknown[], order: readonly unknown[], mergeKey: string): unknown[] {
  const nameOf = (item: unknown): unknown => (mergeKey === "" ? item : keyOf(item, mergeKey));
  const places = new Map<unknown, number>();
  for (const [i, item] of order.entries()) {
    const name = nameOf(item);
    if (!places.has(name)) places.set(name, i);
  }
  const isDeleted = (item: unknown): boolean => mergeKey !== "" && isFields(item) && item.$patch === "delete";
  const placed = list.map((item) => ({ item, at: places.get(nameOf(item)) ?? -1 }));
  const kept = placed.filter(({ item }) => !isDeleted(item)).sort((a, b) => a.at - b.at);
  return [...kept, ...placed.filter(({ item }) => isDeleted(item))].map(({ item }) => item);
}

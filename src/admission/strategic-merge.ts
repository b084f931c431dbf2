/*
 * Kubernetes' strategic merge patch: a patch applied to an object, or joined with another patch.
 * Source: apimachinery pkg/util/strategicpatch/patch.go (mergeMap and below).
 */
import { goText } from "./go-values.ts";
import { type Fields, isFields, PatchError, type PatchSchema, schemaForList, schemaForMap } from "./patch-schema.ts";
import { elementKind, inOrder, isSame, keyOf, kindOf } from "./strategic-diff.ts";

const deletePrefix = "$deleteFromPrimitiveList/";
const orderPrefix = "$setElementOrder/";

/** Whether a patch is joined with another, or applied to an object: then directives are carried out and nulls go. */
export type MergeAim = "join" | "apply";

/** Merges the patch into the original. Both are changed; the result is the merged object. */
export function mergeMap(original: Fields, patch: Fields, schema: PatchSchema, aim: MergeAim): Fields {
  if (Object.hasOwn(patch, "$patch")) {
    if (patch.$patch === "replace") {
      delete patch.$patch;
      return patch;
    }
    if (patch.$patch === "delete") return {};
    throw new PatchError(`unknown patch type: ${goText(patch.$patch)} in map: ${goText(patch)}`);
  }
  retainKeys(original, patch, aim);
  mergeOrderedLists(original, patch, schema, aim);
  for (const written of Object.keys(patch)) {
    const value = patch[written];
    let key = written;
    const isDeleteList = written.startsWith(deletePrefix);
    if (isDeleteList) {
      if (aim === "join") {
        original[written] = value;
        continue;
      }
      key = written.slice(deletePrefix.length);
    }
    if (value === null) {
      delete original[key];
      if (aim === "apply") continue;
    }
    const before = Object.hasOwn(original, key) ? original[key] : undefined;
    if (isFields(before) && isFields(value)) {
      const found = schemaForMap(schema, key);
      if (found === undefined) throw schema.missing(key);
      original[key] = found.strategies.includes("replace") ? value : mergeMap(before, value, found.inner, aim);
    } else if (Array.isArray(before) && Array.isArray(value)) {
      const found = schemaForList(schema, key);
      if (found === undefined) throw schema.missing(key);
      original[key] =
        found.strategies.includes("merge") || isDeleteList
          ? mergeList(before, value, found.inner, found.mergeKey, aim, isDeleteList)
          : value;
    } else if (!isDeleteList) {
      const isOther = before === undefined || kindOf(before) !== kindOf(value);
      if (isOther && aim === "apply") discardNulls(value);
      const kept = withoutDirectives(value);
      if (kept === undefined) delete original[key];
      else original[key] = kept;
    }
  }
  return original;
}

function retainKeys(original: Fields, patch: Fields, aim: MergeAim): void {
  if (!Object.hasOwn(patch, "$retainKeys")) return;
  const keys = patch.$retainKeys;
  delete patch.$retainKeys;
  if (aim === "join") {
    if (Object.hasOwn(original, "$retainKeys") && !isSame(original.$retainKeys, keys))
      throw new PatchError(
        `${goText(original.$retainKeys)} and ${goText(keys)} are not deep equal: this may happen when calculating the 3-way diff patch`,
      );
    original.$retainKeys = keys;
    return;
  }
  // An error is made where it is thrown: its stack costs more than all that is looked at here.
  const wrong = () => new PatchError("invalid patch format of retainKeys");
  if (!Array.isArray(keys)) throw wrong();
  const retained = new Set<unknown>(keys);
  for (const [key, value] of Object.entries(patch))
    if (value !== null && !key.startsWith(deletePrefix) && !key.startsWith(orderPrefix) && !retained.has(key))
      throw wrong();
  for (const key of Object.keys(original)) if (!retained.has(key)) delete original[key];
}

/** Lists that come with an order of their elements. */
function mergeOrderedLists(original: Fields, patch: Fields, schema: PatchSchema, aim: MergeAim): void {
  for (const written of Object.keys(patch)) {
    if (!written.startsWith(orderPrefix)) continue;
    const order = patch[written];
    const wrong = () => new PatchError("invalid patch format of setElementOrder list");
    if (aim === "join") {
      if (Object.hasOwn(original, written) && !isSame(original[written], order)) throw wrong();
      original[written] = order;
    }
    delete patch[written];
    const key = written.slice(orderPrefix.length);
    const before = Object.hasOwn(original, key) ? original[key] : undefined;
    const value = Object.hasOwn(patch, key) ? patch[key] : undefined;
    if (!Array.isArray(order)) throw wrong();
    if ((before !== undefined && !Array.isArray(before)) || (value !== undefined && !Array.isArray(value)))
      throw new PatchError(
        `expected a []interface {}, but received a ${kindOf(Array.isArray(before) ? value : (before ?? value))}`,
      );
    const found = schemaForList(schema, key);
    if (found === undefined) throw schema.missing(key);
    const { inner, mergeKey, strategies } = found;
    checkOrder(value ?? [], order, mergeKey);
    let merged: unknown[];
    if (before === undefined && value === undefined) continue;
    if (value === undefined) merged = before ?? [];
    else if (before === undefined) merged = withoutDirectives(value) as unknown[];
    else merged = strategies.includes("merge") ? mergeList([...before], value, inner, mergeKey, aim, false) : value;
    elementKind(before ?? [], value ?? []);
    original[key] = ordered(merged, order, before ?? [], mergeKey);
    delete patch[key];
  }
}

/** What the patch holds of a list must stand in the order that it demands. */
function checkOrder(patch: readonly unknown[], order: readonly unknown[], mergeKey: string): void {
  if (patch.length === 0 || order.length === 0) return;
  const nameOf = (item: unknown): unknown => (mergeKey === "" ? item : keyOf(item, mergeKey));
  const rest = mergeKey === "" ? patch : patch.filter((item) => !(isFields(item) && item.$patch === "delete"));
  let i = 0;
  let j = 0;
  while (i < rest.length && j < order.length) {
    const item = rest[i];
    if (isFields(item) && Object.hasOwn(item, "$patch")) {
      i++;
      continue;
    }
    if (nameOf(item) === nameOf(order[j])) i++;
    j++;
  }
  if (i < rest.length && j >= order.length)
    throw new PatchError(
      `The order in patch list:\n${goText(patch)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
    );
}

function mergeList(
  before: unknown[],
  patch: unknown[],
  schema: PatchSchema,
  mergeKey: string,
  aim: MergeAim,
  isDeleteList: boolean,
): unknown[] {
  if (before.length === 0 && patch.length === 0) return before;
  if (elementKind(before, patch) !== "map") {
    if (aim === "apply" && isDeleteList) return before.filter((item) => !patch.includes(item));
    return ordered([...new Set([...before, ...patch])], patch, before, mergeKey);
  }
  if (mergeKey === "") throw new PatchError(`cannot merge lists without merge key for ${goNameOf(schema)}`);
  const { rest, own } = carriedOut(before, patch, mergeKey);
  const places = new Map<unknown, number>();
  for (const [i, item] of rest.entries()) if (!places.has(keyOf(item, mergeKey))) places.set(keyOf(item, mergeKey), i);
  const merged = [...rest];
  for (const item of own) {
    const name = keyOf(item, mergeKey);
    const at = places.get(name);
    if (at !== undefined) merged[at] = mergeMap(merged[at] as Fields, item as Fields, schema, aim);
    else {
      places.set(name, merged.length);
      merged.push(item);
    }
  }
  return ordered(merged, own, rest, mergeKey);
}

function goNameOf({ shape }: PatchSchema): string {
  return shape.is === "struct" ? shape.name : "";
}

/** Carries out the directives among the elements. */
function carriedOut(
  before: unknown[],
  patch: readonly unknown[],
  mergeKey: string,
): { rest: unknown[]; own: unknown[] } {
  const deleted = new Set<unknown>();
  let replaces = false;
  const own: unknown[] = [];
  for (const item of patch) {
    const directive = (item as Fields).$patch;
    if (directive === undefined) own.push(item);
    else if (directive === "delete") deleted.add(keyOf(item, mergeKey));
    else if (directive === "replace") replaces = true;
    else if (directive === "merge") throw new PatchError("merging lists cannot yet be specified in the patch");
    else throw new PatchError(`unknown patch type: ${goText(directive)} in map: ${goText(item)}`);
  }
  if (replaces) return { rest: own, own: [] };
  return { rest: deleted.size === 0 ? before : before.filter((one) => !deleted.has(keyOf(one, mergeKey))), own };
}

/** The elements that the order names in that order, the others where they stood among them. */
function ordered(merged: unknown[], order: unknown[], before: readonly unknown[], mergeKey: string): unknown[] {
  const nameOf = (item: unknown): unknown => (mergeKey === "" ? item : keyOf(item, mergeKey));
  const named = new Set(order.map(nameOf));
  const left = inOrder(
    merged.filter((item) => !named.has(nameOf(item))),
    before,
    mergeKey,
  );
  const right = inOrder(
    merged.filter((item) => named.has(nameOf(item))),
    order,
    mergeKey,
  );
  const places = new Map<unknown, number>();
  for (const [i, item] of before.entries()) if (!places.has(nameOf(item))) places.set(nameOf(item), i);
  const result: unknown[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const l = i < left.length ? places.get(nameOf(left[i])) : undefined;
    const r = j < right.length ? places.get(nameOf(right[j])) : undefined;
    const takesLeft = j >= right.length || (i < left.length && l !== undefined && r !== undefined && l < r);
    result.push(takesLeft ? left[i++] : right[j++]);
  }
  return result;
}

/* These two walk without recursion: data may be nested deeper than the stack. */

function discardNulls(value: unknown): void {
  const open = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (Array.isArray(one)) for (const item of one) open.push(item);
    else if (isFields(one))
      for (const key of Object.keys(one)) {
        if (one[key] === null) delete one[key];
        else open.push(one[key]);
      }
  }
}

/** A value without what holds a directive; undefined where it holds one itself. */
function withoutDirectives(value: unknown): unknown {
  if (isDirective(value)) return undefined;
  const open = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (Array.isArray(one)) {
      const kept = one.filter((item) => !isDirective(item));
      one.length = 0;
      for (const item of kept) {
        one.push(item);
        open.push(item);
      }
    } else if (isFields(one))
      for (const key of Object.keys(one)) {
        if (isDirective(one[key])) delete one[key];
        else open.push(one[key]);
      }
  }
  return value;
}

function isDirective(value: unknown): boolean {
  return isFields(value) && Object.hasOwn(value, "$patch");
}

import { type Given, isNull, newTable, type Sequence, type Table } from "./given.ts";
import { WrittenList, WrittenTable } from "./written-given.ts";

export {
  type Given,
  isNull,
  type KeyRange,
  type LayerPlace,
  newTable,
  rootSource,
  type Scalar,
  type Sequence,
  type Source,
  sourceBelow,
  sourcePath,
  type Table,
  type ValuesLayer,
} from "./given.ts";
export { givenFrom } from "./written-given.ts";

/** A copy that shares nothing but scalars. */
export function deepCopy(value: Table): Table;
export function deepCopy(value: Given): Given;
export function deepCopy(value: Given): Given {
  if (value.kind === "scalar") return value;
  const untouched = value instanceof WrittenTable || value instanceof WrittenList ? value.copy() : undefined;
  if (untouched !== undefined) return untouched;
  if (value.kind === "list")
    return { kind: "list", items: value.items.map((item) => deepCopy(item)), source: value.source };
  const copy = newTable(value.source);
  for (const [key, child] of value.entries) copy.entries.set(key, deepCopy(child));
  return copy;
}

/** The value at a path; undefined where nothing stands. */
export function givenAt(value: Given | undefined, path: readonly (string | number)[]): Given | undefined {
  let at = value;
  for (const name of path) {
    if (at?.kind === "table" && typeof name === "string") at = entryOf(at, name);
    else if (at?.kind === "list" && typeof name === "number") at = itemOf(at, name);
    else return undefined;
  }
  return at;
}

/** Mapping by mapping, `over` over `base`; null is a value like any other (loader.MergeMaps). */
export function mergeMaps(base: Table, over: Table): Table {
  const merged: Table = { kind: "table", entries: new Map(base.entries), source: over.source ?? base.source };
  for (const [key, child] of over.entries) {
    const held = merged.entries.get(key);
    merged.entries.set(key, child.kind === "table" && held?.kind === "table" ? mergeMaps(held, child) : child);
  }
  return merged;
}

function entryOf(table: Table, key: string): Given | undefined {
  return table instanceof WrittenTable ? table.entry(key) : table.entries.get(key);
}

/** The entries of a mapping for somebody who looks at each once and changes none. */
export function entriesOnce(table: Table): Iterable<readonly [string, Given]> {
  return table instanceof WrittenTable ? table.entriesOnce : table.entries;
}

/** The items of a list for somebody who looks at each once and changes none. */
export function itemsOnce(list: Sequence): readonly Given[] {
  return list instanceof WrittenList ? list.itemsOnce : list.items;
}

/** One item of a list for somebody who does not change it. */
export function itemOf(list: Sequence, index: number): Given | undefined {
  return list instanceof WrittenList ? list.item(index) : list.items[index];
}

export function lengthOf(list: Sequence): number {
  return list instanceof WrittenList ? list.length : list.items.length;
}

/** Whether a mapping or list holds nothing. */
export function holdsNothing(given: Table | Sequence): boolean {
  if (given.kind === "list") return lengthOf(given) === 0;
  return given instanceof WrittenTable ? given.isEmpty : given.entries.size === 0;
}

/** Takes the nulls out of a mapping and of the mappings in it. */
export function dropNulls(table: Table): void {
  if (table instanceof WrittenTable && table.dropNulls()) return;
  for (const [key, value] of table.entries) {
    if (isNull(value)) table.entries.delete(key);
    else if (value.kind === "table") dropNulls(value);
  }
}

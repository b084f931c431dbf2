import type { GoMap, List } from "../value.ts";
import { list, map } from "./make.ts";

/** Slices and maps that are nil in Go: empty in all, but JSON and YAML write them as null. */
const nils = new WeakSet<List | GoMap>();

export function nilSlice(goType: string): List {
  const made = list([], goType);
  nils.add(made);
  return made;
}

export function nilMap(goType: string): GoMap {
  const made = map([], goType);
  nils.add(made);
  return made;
}

export function isNil(value: List | GoMap): boolean {
  return nils.has(value) && (value.kind === "list" ? value.items.length === 0 : value.entries.size === 0);
}

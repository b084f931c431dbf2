import type { List } from "../value.ts";
import { list } from "./make.ts";

/** Slices that are nil in Go: empty in all, but JSON and YAML write them as null. */
const nils = new WeakSet<List>();

export function nilSlice(goType: string): List {
  const made = list([], goType);
  nils.add(made);
  return made;
}

export function isNilSlice(value: List): boolean {
  return nils.has(value);
}

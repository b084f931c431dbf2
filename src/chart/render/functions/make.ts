import type { Origin } from "../origin.ts";
import { Text } from "../text.ts";
import type { Bool, Float, FunctionSpec, GoMap, Int, List, MapEntry, ParamType, Value } from "../value.ts";

/** Values and functions, made in one line. */

const MAP = "map[string]interface {}";
const LIST = "[]interface {}";

export const TRUE: Bool = { kind: "bool", value: true };
export const FALSE: Bool = { kind: "bool", value: false };

export function bool(value: boolean): Bool {
  return value ? TRUE : FALSE;
}

export function list(items: Value[], goType = LIST): List {
  return { kind: "list", items, goType };
}

export function strings(items: Text[]): List {
  return { kind: "list", items, goType: "[]string" };
}

export function map(entries: Iterable<MapEntry> = [], goType = MAP): GoMap {
  const made = new Map<string, MapEntry>();
  for (const entry of entries) made.set(entry.key.value, entry);
  return { kind: "map", entries: made, goType };
}

export function entry(key: string, value: Value): MapEntry {
  return { key: new Text(key), value };
}

export function integer(value: bigint, goType: Int["goType"], origin?: Origin): Int {
  return { kind: "int", value, goType, ...(origin === undefined ? {} : { origin }) };
}

export function float(value: number, origin?: Origin): Float {
  return { kind: "float", value, goType: "float64", ...(origin === undefined ? {} : { origin }) };
}

export function fn(params: readonly ParamType[], run: FunctionSpec["run"], variadic?: ParamType): FunctionSpec {
  return variadic === undefined ? { params, run } : { params, variadic, run };
}

/** The text of an argument that the engine has checked to be a string. */
export function textOf(value: Value | undefined): Text {
  return value?.kind === "string" ? value : new Text("");
}

/** The number of an argument that the engine has checked to be an int. Far beyond any length it is cut to what is exact. */
export function intOf(value: Value | undefined): number {
  return value?.kind === "int" ? Number(value.value) : 0;
}

export function mapOf(value: Value | undefined): GoMap {
  return value?.kind === "map" ? value : map();
}

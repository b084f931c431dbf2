import type { Origin, ValueRef } from "./origin.ts";
import { Text } from "./text.ts";
import { type MapEntry, nil, type Value } from "./value.ts";

/** Go's value of JSON, all numbers float64. With a path, each key and leaf gets it as its origin. */
export function fromJson(json: unknown, path?: ValueRef["path"], goType = "map[string]interface {}"): Value {
  const origin: Origin | undefined = path === undefined ? undefined : { values: [{ path }] };
  const more = origin === undefined ? {} : { origin };
  if (typeof json === "string") return Text.from(json, origin);
  if (typeof json === "boolean") return { kind: "bool", value: json, ...more };
  if (typeof json === "number") return { kind: "float", value: json, goType: "float64", ...more };
  if (typeof json === "bigint") return { kind: "float", value: Number(json), goType: "float64", ...more };
  if (Array.isArray(json)) {
    const items = json.map((item, index) => fromJson(item, path === undefined ? undefined : [...path, index]));
    return { kind: "list", items, goType: "[]interface {}" };
  }
  if (typeof json !== "object" || json === null) return origin === undefined ? nil : { kind: "nil", origin };
  const entries = new Map<string, MapEntry>();
  for (const [key, child] of Object.entries(json)) {
    const childPath = path === undefined ? undefined : [...path, key];
    const keyOrigin = childPath === undefined ? undefined : { values: [{ path: childPath }] };
    entries.set(key, { key: Text.from(key, keyOrigin), value: fromJson(child, childPath) });
  }
  return { kind: "map", entries, goType };
}

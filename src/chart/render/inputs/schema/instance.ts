import { entriesOnce, type Given, itemsOnce } from "../values-tree.ts";
import type { Steps } from "./steps.ts";

/** What a schema is held against: JSON, with maps for objects and a bigint for an int64. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | ReadonlyMap<string, Json>;

export function fromGiven(given: Given): Json {
  if (given.kind === "scalar") return given.value;
  if (given.kind === "list") return itemsOnce(given).map(fromGiven);
  return new Map(Array.from(entriesOnce(given), ([key, child]) => [key, fromGiven(child)]));
}

export function fromJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === "object" && value !== null)
    return new Map(Object.entries(value).map(([key, child]) => [key, fromJson(child)]));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

export function typeOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "object") return "object";
  return typeof value === "bigint" ? "number" : typeof value;
}

/** Equal as JSON: an int64 and a float of the same size are one number. */
export function isSame(one: Json, other: Json, steps?: Steps): boolean {
  steps?.take();
  if (one instanceof Map) {
    if (!(other instanceof Map) || one.size !== other.size) return false;
    for (const [key, value] of one) {
      const held = other.get(key);
      if (held === undefined || !isSame(value, held, steps)) return false;
    }
    return true;
  }
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    return one.every((value, index) => isSame(value, other[index] ?? null, steps));
  }
  if (typeof one === "bigint" || typeof other === "bigint") {
    const areNumbers = /^(number|bigint)$/.test(typeof one) && /^(number|bigint)$/.test(typeof other);
    return areNumbers && compareSize(one as number | bigint, other as number | bigint) === 0;
  }
  return one === other;
}

export function compareSize(one: number | bigint, other: number | bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

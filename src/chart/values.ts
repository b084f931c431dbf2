import { anyKey, type ValuePath } from "./symbolic/value.ts";

/** Mappings nested deeper than this are not merged. */
const deepestMerge = 60;

/** The child of a mapping or sequence; undefined where there is none, also for what an object only inherits. */
export function valueAt(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

/** What stands at a path; undefined where nothing does or where a step is not known. */
export function valueAtPath(value: unknown, path: ValuePath): unknown {
  let at = value;
  for (const step of path) at = step === anyKey ? undefined : valueAt(at, step);
  return at;
}

/** Keys and values of a mapping, or indices and items of a sequence; none for anything else. */
export function entriesOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value);
}

/** A copy of a mapping without a prototype; an empty one for anything else. */
export function record(value: unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = Object.create(null);
  if (!isMapping(value)) return copy;
  for (const key of Object.keys(value)) copy[key] = value[key];
  return copy;
}

/** `over` laid over `base`, mapping by mapping; anything that is no mapping replaces what was there. */
export function mergeValues(base: unknown, over: unknown, depth = 0): unknown {
  if (over === undefined) return base;
  if (!isMapping(base) || !isMapping(over) || depth > deepestMerge) return over;
  const merged = record(base);
  for (const key of Object.keys(over)) merged[key] = mergeValues(merged[key], over[key], depth + 1);
  return merged;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

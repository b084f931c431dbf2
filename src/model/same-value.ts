import type { Path } from "../read/path.ts";
import { isMapping } from "./fields.ts";

/** Deeper than any real manifest; what lies below counts as equal. */
const deepest = 64;

/** A value as one text, equal exactly where two stored values are equal: keys sorted, an empty time left out. */
export function canonicalText(value: unknown, depth = 0): string {
  if (depth > deepest) return '"…"';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item, depth + 1)).join(",")}]`;
  if (!isMapping(value)) return JSON.stringify(value) ?? "null";
  const entries = Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined && !(key === "creationTimestamp" && value[key] === null))
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key], depth + 1)}`);
  return `{${entries.join(",")}}`;
}

export function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || canonicalText(one) === canonicalText(other);
}

/** One place at which two values differ. */
export interface Difference {
  readonly path: Path;
  readonly from: unknown;
  readonly to: unknown;
}

/** Where two stored values differ, as deep as both have an object, or lists of objects of one length. */
export function differences(from: unknown, to: unknown, path: Path = []): Difference[] {
  if (path.length > deepest || isSameValue(from, to)) return [];
  if (isMapping(from) && isMapping(to))
    return [...new Set([...Object.keys(to), ...Object.keys(from)])].flatMap((key) =>
      differences(from[key], to[key], [...path, key]),
    );
  const areAlike =
    Array.isArray(from) &&
    Array.isArray(to) &&
    from.length === to.length &&
    [...from, ...to].every((item) => isMapping(item));
  if (areAlike) return from.flatMap((item, index) => differences(item, to[index], [...path, index]));
  return [{ path, from, to }];
}

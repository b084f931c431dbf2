import type { Path } from "../read/path.ts";
import { type Fields, isMapping } from "./fields.ts";

/** Deeper than any real manifest; what lies below counts as equal. */
const deepest = 64;

/** A value as one text, equal exactly where two stored values are equal: keys sorted, an empty time left out. */
export function canonicalText(value: unknown, depth = 0): string {
  if (depth > deepest) return '"…"';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item, depth + 1)).join(",")}]`;
  if (!isMapping(value)) return JSON.stringify(value) ?? "null";
  const entries = Object.keys(value)
    .sort()
    .filter((key) => counts(value, key))
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key], depth + 1)}`);
  return `{${entries.join(",")}}`;
}

/** Whether two stored values are equal, as {@link canonicalText} of both tells; it ends at the first difference. */
export function isSameValue(one: unknown, other: unknown): boolean {
  return isSameBelow(one, other, 0);
}

function isSameBelow(one: unknown, other: unknown, depth: number): boolean {
  if (one === other || depth > deepest) return true;
  if (Array.isArray(one))
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isSameBelow(item, other[index], depth + 1))
    );
  if (isMapping(one)) return isMapping(other) && isSameMapping(one, other, depth);
  return !Array.isArray(other) && !isMapping(other) && canonicalText(one) === canonicalText(other);
}

function isSameMapping(one: Fields, other: Fields, depth: number): boolean {
  let left = 0;
  for (const key of Object.keys(other)) if (counts(other, key)) left++;
  for (const key of Object.keys(one)) {
    if (!counts(one, key)) continue;
    if (!Object.hasOwn(other, key) || !counts(other, key) || !isSameBelow(one[key], other[key], depth + 1))
      return false;
    left--;
  }
  return left === 0;
}

/** Whether what stands under a key makes a difference. */
function counts(value: Fields, key: string): boolean {
  return value[key] !== undefined && !(key === "creationTimestamp" && value[key] === null);
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
      differences(own(from, key), own(to, key), [...path, key]),
    );
  const areAlike =
    Array.isArray(from) &&
    Array.isArray(to) &&
    from.length === to.length &&
    [...from, ...to].every((item) => isMapping(item));
  if (areAlike) return from.flatMap((item, index) => differences(item, to[index], [...path, index]));
  return [{ path, from, to }];
}

function own(value: Fields, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

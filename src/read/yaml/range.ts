import type { Aim } from "../location.ts";
import type { Path } from "../path.ts";
import type { Entry, Place } from "./place.ts";

/** A range of a text, and whether it is only the nearest that is known. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly approximate: boolean;
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Where the key or the value at `path` stands. An item of a sequence has no key: its value stands in for it, as the
 * root does for its own. What is not in the text is given as the key of its nearest parent that is; where that parent
 * is an item or the root, as the first key in it.
 */
export function rangeOf(root: Place | undefined, path: Path, aim: Aim, text: string): Range {
  let place = root;
  let entry: Entry | undefined;
  for (const step of path) {
    const nextEntry = typeof step === "string" ? place?.entry(step) : undefined;
    const next = typeof step === "number" ? place?.item(step) : nextEntry?.value;
    if (next === undefined) return { ...nearest(place, entry, text), approximate: true };
    place = next;
    entry = nextEntry;
  }
  if (place === undefined) return { ...firstWord(text), approximate: true };
  if (aim === "key" && entry !== undefined) return { start: entry.keyStart, end: entry.keyEnd, approximate: false };
  return { start: place.start, end: place.end, approximate: false };
}

function nearest(place: Place | undefined, entry: Entry | undefined, text: string): { start: number; end: number } {
  if (entry !== undefined) return { start: entry.keyStart, end: entry.keyEnd };
  if (place === undefined) return firstWord(text);
  for (const first of place.entries()) return { start: first.keyStart, end: first.keyEnd };
  return { start: place.start, end: place.end };
}

/** The first word of a text: for a document in which nothing has a place. */
function firstWord(text: string): { start: number; end: number } {
  const match = /\S+/.exec(text);
  return match === null ? { start: 0, end: 0 } : { start: match.index, end: match.index + match[0].length };
}

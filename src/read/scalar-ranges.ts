import { countHolding } from "./sorted.ts";
import type { Place } from "./yaml/place.ts";

/** The ranges of a text that keys and scalars take. */
export interface ScalarRanges {
  hold(offset: number): boolean;
}

/**
 * Collects them, in one walk; asked for where a `#` may or may not begin a comment. A block scalar takes the lines below
 * its `|` or `>`: behind that a comment may stand.
 */
export function scalarsOf(root: Place | undefined, text: string): ScalarRanges {
  const ranges: (readonly [start: number, end: number])[] = [];
  const pending: Place[] = root === undefined ? [] : [root];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    if (place.isScalar) ranges.push([contentStart(place.start, text), place.end]);
    for (const item of place.items()) pending.push(item);
    for (const { keyStart, keyEnd, value } of place.entries()) {
      ranges.push([keyStart, keyEnd]);
      pending.push(value);
    }
  }
  ranges.sort(([one], [other]) => one - other);
  return {
    hold(offset) {
      const before = ranges[countHolding(ranges, ([start]) => start <= offset) - 1];
      return before !== undefined && offset < before[1];
    },
  };
}

function contentStart(start: number, text: string): number {
  const first = text[start];
  if (first !== "|" && first !== ">") return start;
  const lineEnd = text.indexOf("\n", start);
  return lineEnd < 0 ? text.length : lineEnd;
}

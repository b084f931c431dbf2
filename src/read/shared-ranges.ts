import { countHolding } from "./sorted.ts";
import type { Place } from "./yaml/place.ts";

/** What is written once and stands in several places of a document: nodes behind aliases and merge keys. */
export interface SharedRanges {
  /** Whether a range of the text touches such a node; offsets from the text's start, the end exclusive. */
  touch(start: number, end: number): boolean;
}

/** Collects them in one walk that enters each node once, however often aliases repeat it. */
export function sharedIn(root: Place | undefined): SharedRanges {
  const ranges: (readonly [start: number, end: number])[] = [];
  const collections = new Set<number>();
  const scalars = new Set<number>();
  const isKnown = ({ isScalar, start, node }: Place): boolean => {
    const [met, one] = isScalar ? [scalars, start] : [collections, node];
    const known = met.has(one);
    met.add(one);
    return known;
  };
  const pending: Place[] = root === undefined ? [] : [root];
  const visit = (place: Place): boolean => {
    if (!isKnown(place)) {
      pending.push(place);
      return false;
    }
    ranges.push([place.start, place.end]);
    return true;
  };
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    for (const item of place.items()) visit(item);
    // A merge brings a mapping's keys along with their values.
    for (const { keyStart, keyEnd, value } of place.entries()) if (visit(value)) ranges.push([keyStart, keyEnd]);
  }
  ranges.sort(([one], [other]) => one - other);
  let furthest = 0;
  const ends = ranges.map(([from, to]) => {
    furthest = Math.max(furthest, to, from + 1);
    return furthest;
  });
  return {
    touch(start, end) {
      // Of those that begin before the end, the one that reaches furthest is told by the last of them.
      return (ends[countHolding(ranges, ([from]) => from < end) - 1] ?? 0) > start;
    },
  };
}

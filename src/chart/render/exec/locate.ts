import type { FilePlace, Origin, Via } from "../origin.ts";
import { type Run, Text } from "../text.ts";
import type { TextBuilder } from "../text-builder.ts";

/**
 * Writes what an action printed: runs without a place get the action's, and those that have one keep it. What no action
 * printed before, text of the chart's other files, was brought in by this one, as by an include.
 */
export function locate(out: TextBuilder, text: Text, place: FilePlace, via: Via): void {
  const { runs, value } = text;
  if (runs === undefined) {
    out.add(value, { place, via });
    return;
  }
  const known = new Map<Origin | undefined, Origin>();
  let inner: Via | undefined;
  const within = () => {
    inner ??= Object.freeze([...via, place]);
    return inner;
  };
  const found: Run[] = [];
  for (const { length, origin } of runs) {
    let located = origin?.via !== undefined ? origin : known.get(origin);
    if (located === undefined) {
      located = origin?.place === undefined ? { ...origin, place, via } : { ...origin, via: within() };
      known.set(origin, located);
    }
    found.push({ length, origin: located });
  }
  out.addText(new Text(value, found));
}

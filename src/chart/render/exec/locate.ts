import type { FilePlace, Origin, Via } from "../origin.ts";
import { type Run, Text } from "../text.ts";
import type { TextBuilder } from "../text-builder.ts";

/**
 * Writes what an action printed: runs without a place get the action's, and those that have one keep it. What no action
 * printed before, text of the chart's other files, was brought in by this one, as by an include. `printed` is the action's
 * own origin, where that is known.
 */
export function locate(
  out: TextBuilder,
  text: Text,
  place: FilePlace,
  via: Via,
  printed: Origin = { place, via },
): void {
  const { runs, value } = text;
  if (runs === undefined) {
    out.add(value, printed);
    return;
  }
  let inner: Via | undefined;
  const within = () => {
    inner ??= Object.freeze([...via, place]);
    return inner;
  };
  const locatedAt = (origin: Origin): Origin => {
    if (origin.place !== undefined) return { ...origin, via: within() };
    const { values, isLiteral, isRandom } = origin;
    // What prints a value, nearly all there is, without a copy of whatever it may hold: V8 gives each of those a shape of its own.
    if (values !== undefined && isLiteral === undefined && isRandom === undefined) return { values, place, via };
    return { ...origin, place, via };
  };
  const [first] = runs;
  if (runs.length === 1 && first !== undefined && first.length > 0) {
    const { origin } = first;
    out.add(value, origin === undefined ? printed : origin.via !== undefined ? origin : locatedAt(origin));
    return;
  }
  const known = new Map<Origin, Origin>();
  const found: Run[] = [];
  for (const { length, origin } of runs) {
    let located = origin === undefined ? printed : origin.via !== undefined ? origin : known.get(origin);
    if (located === undefined && origin !== undefined) {
      located = locatedAt(origin);
      known.set(origin, located);
    }
    found.push({ length, origin: located ?? printed });
  }
  out.addText(new Text(value, found));
}

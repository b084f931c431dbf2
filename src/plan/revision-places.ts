import { asText, isMapping } from "../model/fields.ts";
import type { Path } from "../read/path.ts";

/** A place in a manifest that a change of {@link revisionChange} is about. */
export interface ChangePlace {
  readonly path: Path;
  /** Whether the manifest has it; else the path leads to the nearest part that it has. */
  readonly isThere: boolean;
}

/** Tells where changes stand in a manifest. Lists are searched once for each set of keys, however many changes there are. */
export function changePlaces(manifest: unknown): (change: string) => ChangePlace {
  const lists: Lists = new Map();
  return (change) => {
    const path: (string | number)[] = [];
    let value: unknown = manifest;
    for (const step of steps(change.replace(/#order$/, "").slice(0, longest))) {
      const key = keyIn(value, step, lists);
      if (key === undefined) return { path, isThere: false };
      path.push(key);
      value = (value as Record<string | number, unknown>)[key];
    }
    return { path, isThere: true };
  };
}

/** Of a list, by the names of the keys of its items: what the items' keys hold → the first such item. */
type Lists = Map<readonly unknown[], Map<string, ReadonlyMap<string, number>>>;

/** Longer than any pointer into a real manifest. */
const longest = 2000;

/** The parts of a pointer: `/spec`, `/0`, `[name=db]`. */
function steps(pointer: string): string[] {
  return (
    pointer.match(/\[(?:[^\]\\]|\\.)*\]|\/[^/[]*/g)?.map((part) => (part.startsWith("/") ? part.slice(1) : part)) ?? []
  );
}

function keyIn(value: unknown, step: string, lists: Lists): string | number | undefined {
  if (Array.isArray(value)) {
    if (!step.startsWith("[")) return /^\d{1,6}$/.test(step) && Number(step) < value.length ? Number(step) : undefined;
    return itemWith(pairsOf(step), value, lists);
  }
  const key = unescaped(step);
  return isMapping(value) && Object.hasOwn(value, key) ? key : undefined;
}

/** `[name=db,protocol=TCP]`. */
function pairsOf(step: string): readonly { readonly key: string; readonly wanted: string }[] {
  return step
    .slice(1, -1)
    .split(",")
    .map((pair) => pair.split("=", 2))
    .map(([key = "", wanted = ""]) => ({ key, wanted: unescaped(wanted) }));
}

/** The first item whose keys hold what is wanted; a key that it lacks was filled in by a default. */
function itemWith(pairs: ReturnType<typeof pairsOf>, items: readonly unknown[], lists: Lists): number | undefined {
  const keys = pairs.map(({ key }) => key);
  let found: number | undefined;
  // Each of the keys may be the one that an item lacks.
  for (let lacking = 0; lacking < 2 ** Math.min(keys.length, 4); lacking++) {
    const sought = pairs.map(({ wanted }, index) => ((lacking >> index) & 1 ? undefined : wanted));
    const index = indexOf(keys, items, lists).get(JSON.stringify(sought.map((one) => one ?? null)));
    if (index !== undefined && (found === undefined || index < found)) found = index;
  }
  return found;
}

function indexOf(keys: readonly string[], items: readonly unknown[], lists: Lists): ReadonlyMap<string, number> {
  const ofList = lists.get(items) ?? new Map<string, ReadonlyMap<string, number>>();
  lists.set(items, ofList);
  const known = ofList.get(keys.join());
  if (known !== undefined) return known;
  const made = new Map<string, number>();
  items.forEach((item, index) => {
    if (!isMapping(item)) return;
    const held = JSON.stringify(keys.map((key) => (item[key] === undefined ? null : asText(item[key]))));
    if (!made.has(held)) made.set(held, index);
  });
  ofList.set(keys.join(), made);
  return made;
}

function unescaped(text: string): string {
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}

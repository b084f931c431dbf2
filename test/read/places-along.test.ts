import { expect, test } from "vitest";
import { parsePlaces, parsePlacesAlong } from "../../src/read/yaml/parse.ts";
import type { Place } from "../../src/read/yaml/place.ts";

type Step = string | number;

const texts = {
  "mappings and lists": "a: 1\nb:\n  c: [x, {d: 2}, [3, 4]]\n  e:\n  - f: 1\n    g: 2\n  - - h\n    - i\nj: {}\n",
  "a key that stands twice": "a: {b: 1}\nc: 2\na: {b: 3, d: 4}\n",
  "keys that are no strings": "1: x\ntrue: y\n? z\n: - 1\n- : 2\n",
  "numbers as keys": "1: x\ntrue: {2: y}\n",
  "an anchor that is used below": "a: &a {b: 1, c: [2]}\nd: *a\ne: [*a, 3]\n",
  "a mapping merged into others": "a: &a {b: 1, c: [2]}\nd: {<<: *a, e: 1}\nf:\n  <<: {g: 1}\n  h: 2\n",
  "tags and block texts": "a: !!str 1\nb: |\n  text\n  more\nc: >-\n  d\n",
};

/** Every path there is, and some that lead nowhere. */
function pathsIn(place: Place | undefined, path: readonly Step[] = []): (readonly Step[])[] {
  const keys = [...(place?.entries() ?? [])].flatMap(({ key, value }) => pathsIn(value, [...path, key]));
  const items = [...(place?.items() ?? [])].flatMap((item, index) => pathsIn(item, [...path, index]));
  return [path, [...path, "nowhere"], [...path, 7], ...keys, ...items];
}

/** The ranges of all nodes on the way, as far as it leads. */
function ranges(root: Place | undefined, path: readonly Step[]): unknown[] {
  const found: unknown[] = [root && [root.start, root.end]];
  let place = root;
  for (const step of path) {
    const entry = typeof step === "string" ? place?.entry(step) : undefined;
    place = typeof step === "number" ? place?.item(step) : entry?.value;
    if (place === undefined) break;
    found.push([entry?.keyStart, entry?.keyEnd, place.start, place.end]);
  }
  return found;
}

for (const [what, text] of Object.entries(texts))
  test(`the places on the way to one path are those that stand among all places: ${what}`, () => {
    let root: Place | undefined;
    try {
      root = parsePlaces(text).root;
    } catch {
      return;
    }
    for (const path of pathsIn(root))
      expect(ranges(parsePlacesAlong(text, path).root, path), JSON.stringify(path)).toEqual(ranges(root, path));
  });

test("places are noted whole only where what stands elsewhere is on the way", () => {
  const text = "a: &a {b: 1}\nc: {d: {<<: *a}, e: *a}\nf: 1\n";
  expect(parsePlacesAlong(text, ["f"]).isWhole).toBe(false);
  expect(parsePlacesAlong(text, ["c"]).isWhole).toBe(false);
  expect(parsePlacesAlong(text, ["c", "d", "b"]).isWhole).toBe(true);
  expect(parsePlacesAlong(text, ["c", "e", "b"]).isWhole).toBe(true);
});

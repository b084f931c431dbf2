import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import { readManifests } from "../../src/read/index.ts";
import { mostDuplicates } from "../../src/read/yaml/place.ts";

const documentOf = (text: string) => {
  const [document] = readManifests([{ name: "a.yaml", text }]).documents;
  if (document === undefined) throw new Error("no document");
  return document;
};

const head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n";
const count = 30_000;
const lines = (line: (index: number) => string, length = count) =>
  Array.from({ length }, (_, index) => line(index)).join("");

test("each of very many keys and items stands where it is written, however often it is asked", () => {
  const text = `${head}data:\n${lines((i) => `  k${i}: v${i}\n`)}list:\n${lines((i) => `  - {a: ${i}}\n`)}`;
  const document = documentOf(text);
  for (const index of [0, 1, 4_000, 16_383, 16_384, count - 1, ...Array.from({ length: 60 }, (_, i) => 400 * i)]) {
    expect(document.locate(["data", `k${index}`], "key")).toMatchObject({ line: 5 + index, column: 3 });
    expect(document.locate(["data", `k${index}`])).toMatchObject({
      line: 5 + index,
      column: `  k${index}: `.length + 1,
    });
    expect(document.locate(["list", index, "a"])).toMatchObject({ line: 6 + count + index, column: 9 });
  }
  expect(document.locate(["data", "none"]).approximate).toBe(true);
  expect(document.locate(["list", count]).approximate).toBe(true);
});

test("of a key that stands very often the last counts, and the first ones are told", () => {
  const document = documentOf(`${head}data:\n${lines(() => "  k: v\n")}  l: v\n`);
  expect(document.locate(["data", "k"])).toMatchObject({ line: 4 + count });
  expect(document.duplicateKeys).toHaveLength(mostDuplicates);
  expect(document.duplicateKeys.at(-1)).toMatchObject({
    first: { line: 3 + mostDuplicates + 1 },
    again: { line: 3 + mostDuplicates + 2 },
  });
  // It may be one of those that are not told: nothing in it is mended.
  expect(document.isDoubled(["data", "l"])).toBe(true);
});

test("what is said of more than are told says that there are more", () => {
  const { findings } = lint([{ name: "a.yaml", text: `${head}data:\n${lines((i) => `  k: v${i}\n`)}` }]);
  expect(findings.map(({ message }) => message)).toEqual([
    expect.stringContaining(`; so do at least ${mostDuplicates - 1} more keys of this document`),
  ]);
  const glued = lint([{ name: "a.yaml", text: lines(() => head, 5_000) }]);
  expect(glued.problems[0]?.message).toMatch(/ and at least \d+ more stand in one document because/);
});

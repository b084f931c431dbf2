import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readManifests } from "../../src/read/index.ts";
import type { Path } from "../../src/read/path.ts";
import { Blocks } from "../../src/read/yaml/blocks.ts";
import { YamlError } from "../../src/read/yaml/error.ts";
import { parseDocument, parsePlaces } from "../../src/read/yaml/parse.ts";
import type { Place } from "../../src/read/yaml/place.ts";
import { rangeOf } from "../../src/read/yaml/range.ts";
import fc from "../properties.ts";
import { shared } from "../shared.ts";

const answerOf = (parse: () => unknown): unknown => {
  try {
    return parse();
  } catch (error) {
    if (error instanceof YamlError) return { message: error.message, offset: error.offset };
    throw error;
  }
};

/** The paths of all that a value holds, and one that it does not. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path, [...path, "absent"]];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...steps.flatMap((step) => pathsIn(Reflect.get(value, step), [...path, step]))];
}

/**
 * Keeps every block from the first one on, with its places, and reads each text again so that it meets what it has kept.
 * Whoever keeps nothing yet reads a text as a whole, and its places with it.
 */
function expectSame(blocks: Blocks, text: string): void {
  const whole = answerOf(() => parseDocument(text));
  const places = answerOf(() => parsePlaces(text));
  for (const [reader, withPlaces] of [
    [blocks, true],
    [blocks, false],
    [new Blocks(), true],
  ] as const) {
    const answer = answerOf(() => reader.parse(text, withPlaces)) as ReturnType<Blocks["parse"]>;
    const { places: noted, ...said } = answer;
    expect(said, text).toEqual(whole);
    if (noted !== undefined) expect(noted, text).toEqual(places);
  }
  expectSamePlaces(blocks, text);
}

/** Holds places told by a block to those that the whole text tells; gives how many there were. */
function expectSamePlaces(blocks: Blocks, text: string): number {
  const outcome = answerOf(() => blocks.parse(text).value);
  let told = 0;
  const root = answerOf(() => parsePlaces(text).root) as Place | undefined;
  for (const path of pathsIn(outcome)) {
    for (const aim of ["key", "value"] as const) {
      const range = blocks.range(text, outcome, path, aim);
      if (range === undefined) continue;
      told++;
      expect(range, `${path.join(".")} of ${text}`).toEqual(rangeOf(root, path, aim, text));
    }
  }
  return told;
}

describe("a document that is read block by block says what it says as a whole", () => {
  test.each([
    ["a quoted text that goes on at the left margin", 'a: "one\nb: two"\nc: 1\n'],
    ["the same where each part reads by itself", "a: 'one'\nb: 'two\nc: three'\n"],
    ["flow that goes on at the left margin", "a: [one,\nb, c: d]\ne: f\n"],
    ["an alias to another block", "a: &x 1\nb: *x\n"],
    ["an anchor that two blocks set", "a: &x 1\nb: [&x 2, *x]\nc: *x\n"],
    ["a key that stands twice", "a: 1\nb: 2\na: 3\n"],
    ["a number and a text that make one key", "true: 1\nb: 2\n'true': 3\n"],
    ["a line that is no key", "a: 1\nword\nb: 2\n"],
    ["a text that goes on indented", "a: one\n  two\nb: three\n"],
    ["a block scalar that keeps its last lines", "a: |+\n  one\n\n\nb: two\n"],
    ["items at the left margin", "items:\n- a\n- b\nmore: c\n"],
    ["an indented line before the first key", "  a: 1\nb: 2\n"],
    ["comments around", "# one\na: 1\n# two\n  # three\nb: 2\n#\n"],
    ["the end of a document", "a: 1\n...\nb: 2\n"],
    ["another document", "a: 1\n--- \nb: 2\n"],
    ["a directive", "%YAML 1.1\n---\na: 1\nb: 2\n"],
    ["a key of many lines", "? a\n: 1\nb: 2\n"],
    ["merged keys", "base: &base { a: 1 }\nother:\n  <<: *base\n"],
    ["line ends of Windows", "a: 1\r\nb:\r\n  c: 2\r\n"],
    ["a line break that is none to most", "a: 1\u2028b: 2\nc: 3\u0085d: 4\n"],
    ["a number that JSON lacks", "a: .inf\nb: 2\n"],
    ["a character that YAML forbids", "a: 1\nb: \u0001\n"],
    ["a prototype's key", "a: 1\n__proto__: 2\nconstructor: 3\n"],
    ["no line end", "a: 1\nb: 2"],
    ["nothing", ""],
  ])("%s", (_what, text) => expectSame(new Blocks(0, 1), text));

  test("any lines one after another", () => {
    const line = fc.oneof(
      fc.constantFrom("a: 1", "b:", "c: |", "d: >-", "e: &x", "f: *x", "g: [1,", "h: 'q", 'i: "q', "j: {k: l", "word"),
      fc.constantFrom(
        "  a: 1",
        "  - b",
        "- c",
        "  text",
        "",
        "#",
        " ",
        "\t",
        "]",
        "}",
        "'",
        '"',
        "...",
        "---",
        "? k",
        ": v",
      ),
      fc.string({ maxLength: 6 }),
    );
    const blocks = new Blocks(0, 1);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom("\n", "\r\n"), (lines, end) => {
        expectSame(blocks, lines.map((one) => one + end).join(""));
      }),
      { numRuns: 3000 },
    );
  });

  const corpus = shared("corpus/rendered");
  const texts = (): string[] =>
    corpus === undefined
      ? []
      : readdirSync(corpus).flatMap((file) =>
          readManifests([{ name: file, text: readFileSync(`${corpus}/${file}`, "utf8") }]).documents.map(
            (document) => document.text,
          ),
        );

  test.skipIf(corpus === undefined)("documents of public charts (skipped without corpus/rendered)", () => {
    const blocks = new Blocks(0);
    let same = 0;
    let told = 0;
    for (const text of texts()) {
      const whole = answerOf(() => parseDocument(text));
      expect(JSON.stringify(answerOf(() => blocks.parse(text)))).toBe(JSON.stringify(whole));
      same++;
      if (same % 10 === 0) told += expectSamePlaces(blocks, text);
    }
    expect(same).toBeGreaterThan(5000);
    expect(told).toBeGreaterThan(5000);
  });

  const rows = shared("conformance/yaml/streams.jsonl");

  test.skipIf(rows === undefined)("every row of Kubernetes' own reading (skipped without conformance/yaml)", () => {
    const blocks = new Blocks(0, 1);
    for (const row of readFileSync(rows ?? "", "utf8").split("\n")) {
      if (row === "") continue;
      const { id, text } = JSON.parse(row) as { readonly id: string; readonly text: string };
      // Ten thousand levels are more than the comparison takes.
      if (id.startsWith("deep")) continue;
      for (const document of readManifests([{ name: "stream", text }]).documents) expectSame(blocks, document.text);
    }
  });
});

test("what was read once is not read again, and what is kept is bounded", () => {
  const blocks = new Blocks(0);
  const text = (name: string) => `kind: ConfigMap\nmetadata: { name: ${name} }\ndata:\n  text: ${"x".repeat(300)}\n`;
  const dataOf = (name: string) => (blocks.parse(text(name)).value as { readonly data: object }).data;
  const first = dataOf("a");
  expect(dataOf("b")).toBe(first);
  for (let at = 0; at < 1200; at++) blocks.parse(`kind: ConfigMap\ndata:\n  text: ${at}${"y".repeat(15_000)}\n`);
  expect(dataOf("c")).not.toBe(first);
  expect(dataOf("c")).toEqual(first);
});

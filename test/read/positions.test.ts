import { describe, expect, test } from "vitest";
import type { Document, Location, Path } from "../../src/read/index.ts";
import { readManifests, readText } from "../../src/read/index.ts";
import fc from "../properties.ts";

function only(text: string): Document {
  const { documents, problems } = readManifests([{ name: "in.yaml", text }]);
  expect(problems).toEqual([]);
  const [document] = documents;
  if (document === undefined) throw new Error("no document");
  return document;
}

/** The text of a range. */
function cut(text: string, { line, column, endLine, endColumn }: Location): string {
  const lines = text.split("\n").slice(line - 1, endLine);
  lines[lines.length - 1] = (lines.at(-1) ?? "").slice(0, endColumn - 1);
  lines[0] = (lines[0] ?? "").slice(column - 1);
  return lines.join("\n");
}

function shown(text: string, path: Path, aim?: "key" | "value"): string {
  return cut(text, only(text).locate(path, aim));
}

describe("the range of a value", () => {
  test.each<[string, string, Path, string]>([
    ["a plain scalar without the comment behind it", "a: b c # d\n", ["a"], "b c"],
    ["a quoted scalar with its quotes", "a: 'it''s'\n", ["a"], "'it''s'"],
    ["a double-quoted scalar on two lines", 'a: "b\n  c"\n', ["a"], '"b\n  c"'],
    ["a plain scalar on two lines", "a: b\n  c\nd: e\n", ["a"], "b\n  c"],
    ["a block scalar from its header to its last line", "a: |\n  b\n  c\n\nd: e\n", ["a"], "|\n  b\n  c"],
    [
      "a block mapping from its first key to the end of its last value",
      "a:\n  b: 1\n  c: 2\n\nd: e\n",
      ["a"],
      "b: 1\n  c: 2",
    ],
    ["a block sequence from its first dash", "a:\n- b\n- c\nd: e\n", ["a"], "- b\n- c"],
    ["an item of a block sequence without its dash", "a:\n- b: 1\n  c: 2\n- d\n", ["a", 0], "b: 1\n  c: 2"],
    ["a flow mapping from brace to brace", "a: {b: 1, c: [2]} # d\n", ["a"], "{b: 1, c: [2]}"],
    ["what stands in a flow mapping", "a: {b: 1, c: [2, 3]}\n", ["a", "c", 1], "3"],
    ["an empty value behind its colon", "a:\nb: c\n", ["a"], ""],
    ["a scalar with its tag", "a: !!str 12\n", ["a"], "!!str 12"],
    ["an anchored scalar without its anchor", "a: &x 12\n", ["a"], "12"],
    ["an alias: where the anchor's text stands", "a: &x 12\nb: *x\n", ["b"], "12"],
    ["what came by a merge: where it was merged from", "a: &x {k: 12}\nb:\n  <<: *x\n", ["b", "k"], "12"],
    ["behind characters outside the BMP, in UTF-16 units", "a: {'😀': 'é', b: c}\n", ["a", "b"], "c"],
  ])("%s", (_name, text, path, expected) => {
    expect(shown(text, path)).toBe(expected);
  });

  test.each<[string, string, Path, string]>([
    ["a plain key", "a:\n  b: 1\n", ["a", "b"], "b"],
    ["a quoted key", "'a b': 1\n", ["a b"], "'a b'"],
    ["a key behind a question mark", "? a\n: b\n", ["a"], "a"],
    ["a key that is a number", "08: b\n", ["8"], "08"],
    ["the last one of a key that stands twice", "a: 1\nb: 2\na: 3\n", ["a"], "a"],
  ])("a key: %s", (_name, text, path, expected) => {
    expect(shown(text, path, "key")).toBe(expected);
  });

  test("a key that stands twice is located where its value counts, and reported with both places", () => {
    const document = only("x:\n  a: 1\n  a: 2\n");
    expect(document.value).toEqual({ x: { a: 2 } });
    expect(document.locate(["x", "a"], "key").line).toBe(3);
    expect(document.duplicateKeys).toMatchObject([
      { path: ["x", "a"], first: { line: 2, column: 3 }, again: { line: 3, column: 3 } },
    ]);
  });

  test("CRLF and tabs between tokens shift nothing", () => {
    const text = "a:\tb\r\nc:\r\n  d: e\r\n";
    expect(only(text).locate(["a"])).toMatchObject({ line: 1, column: 4, endLine: 1, endColumn: 5 });
    expect(only(text).locate(["c", "d"])).toMatchObject({ line: 3, column: 6, endLine: 3, endColumn: 7 });
  });

  test("lines count in the input, not in the document", () => {
    const { documents } = readManifests([{ name: "in.yaml", text: "a: 1\n---\n# c\nb: 2\n---\n---\nc: 3\n" }]);
    expect(documents.map((document) => document.line)).toEqual([1, 3, 6]);
    expect(documents[1]?.locate(["b"])).toMatchObject({ line: 4, column: 4 });
    expect(documents[2]?.locate(["c"])).toMatchObject({ line: 7, column: 4 });
    expect(documents[1]?.lineText(3)).toBe("# c");
    expect(documents[1]?.lineText(5)).toBeUndefined();
    expect(documents[1]?.lineText(1)).toBeUndefined();
  });

  test("a path that does not exist gives its nearest parent's key, marked approximate", () => {
    const text = "a:\n  b:\n  - c: 1\n    d: 2\n";
    expect(only(text).locate(["a", "x", "y"])).toMatchObject({ line: 1, column: 1, endColumn: 2, approximate: true });
    expect(only(text).locate(["a", "b", 0, "x"])).toMatchObject({
      line: 3,
      column: 5,
      endColumn: 6,
      approximate: true,
    });
    expect(only(text).locate(["a", "b", 7])).toMatchObject({ line: 2, column: 3, endColumn: 4, approximate: true });
    expect(only(text).locate(["x"])).toMatchObject({ line: 1, column: 1, approximate: true });
    expect(only(text).locate(["a"])).not.toHaveProperty("approximate");
  });
});

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

/** Writes a value in one of several styles; `style` is asked for each choice. */
function write(value: Value, indent: number, style: () => number): string {
  const pad = " ".repeat(indent);
  if (typeof value !== "object" || value === null) return ` ${writeScalar(value, style())}`;
  const flow = style() % 3 === 0;
  if (Array.isArray(value)) {
    if (value.length === 0) return " []";
    if (flow) return ` ${JSON.stringify(value)}`;
    return value.map((item) => `\n${pad}-${write(item, indent + 2, style)}`).join("");
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return " {}";
  if (flow) return ` {${entries.map(([key, inner]) => `${JSON.stringify(key)}: ${JSON.stringify(inner)}`).join(", ")}}`;
  return entries
    .map(([key, inner]) => `\n${pad}${JSON.stringify(key)}:${write(inner, indent + 1 + (style() % 3), style)}`)
    .join("");
}

function writeScalar(value: string | number | boolean | null, style: number): string {
  if (typeof value !== "string") return JSON.stringify(value);
  if (/^[a-z][a-z ]*[a-z]$/.test(value) && !/^(?:no|off|on|yes|null|true|false)$/.test(value) && style % 2 === 0)
    return value;
  return style % 3 === 0 ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}

function* paths(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* paths(item, [...path, i]);
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* paths(inner, [...path, key]);
}

const text = fc
  .string({ unit: fc.constantFrom(..."abcn é😀'\"#:-,[]{}&*!|>%@"), maxLength: 8 })
  .filter((s) => s.trim() === s);
const value = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer({ min: -1e6, max: 1e6 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
})).value;

test("any document: the text of a value's range, read alone, gives the value; a key's gives the key", () => {
  fc.assert(
    fc.property(
      fc.dictionary(text, value, { minKeys: 1, maxKeys: 4 }),
      fc.array(fc.nat(5), { minLength: 1 }),
      (object, choices) => {
        let asked = 0;
        const written = write(object, 0, () => choices[asked++ % choices.length] ?? 0).trimStart();
        // A text that begins with a brace is JSON or flow style; it is covered by the nested ones.
        if (written.startsWith("{")) return;
        const document = only(`${written}\n`);
        expect(document.value).toEqual(object);
        for (const path of paths(object)) {
          let expected: unknown = object;
          for (const step of path) expected = (expected as Record<string | number, unknown>)[step];
          const place = document.locate(path);
          const alone = " ".repeat(place.column - 1) + cut(written, place);
          expect(readText(alone) ?? null, alone).toEqual(expected);
          if (typeof path.at(-1) === "string")
            expect(readText(cut(written, document.locate(path, "key")))).toBe(path.at(-1));
        }
      },
    ),
    { numRuns: 300 },
  );
});

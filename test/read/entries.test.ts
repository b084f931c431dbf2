import { describe, expect, test } from "vitest";
import { parseDocument, parsePlaces } from "../../src/read/yaml/parse.ts";
import fc from "../properties.ts";

/** What a text is read as: its value, or what is wrong with it. */
function read(text: string): unknown {
  try {
    const { value, hasDuplicates } = parseDocument(text);
    return { value, hasDuplicates };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

const key = fc.constantFrom("a", "b", "name", "app.kubernetes.io/name", "on", "null", "K_9", "a-b");
const value = fc.constantFrom(
  ..."v|a b|1|on|~|/x|.5|a: b|a:b|a #b|a # b|a#b|'it''s'|'x'|\"y\"|\"\\n\"|\"x\": y|{}|[]|{k: v}|[1, b]|[a, ]|[on, 1.5, ~]|&x v|*x|!!str 1|--|-1|é".split(
    "|",
  ),
  `[ "a",'b' , c:d ]`,
  '["a": b]',
  '["a"]: b',
  "|",
  ">-",
  "v ",
  "v\t",
);
const line = fc.record({
  indent: fc.integer({ min: 0, max: 6 }),
  dashes: fc.constantFrom("", "", "", "- ", "-  ", "- - ", "-"),
  key: fc.option(key),
  colon: fc.constantFrom(": ", ":  ", ":\t"),
  value: fc.option(value),
  end: fc.constantFrom("\n", "\n", "\n", " \n", " # c\n", "\n\n", "\n# c\n", "\n      # c\n", "\r\n", "\n---\n"),
});

type Line = Readonly<Record<"dashes" | "colon" | "end", string>> & {
  readonly indent: number;
  readonly key: string | null;
  readonly value: string | null;
};

function written(lines: readonly Line[], spelled: (key: string) => string): string {
  return lines
    .map(({ indent, dashes, key, colon, value, end }) => {
      const entry =
        key === null ? (value ?? "") : `${spelled(key)}${value === null ? colon.trim() : colon}${value ?? ""}`;
      // A dash right before a word is part of it.
      return `${" ".repeat(indent)}${dashes === "-" && key !== null ? "- " : dashes}${entry}${end}`;
    })
    .join("");
}

/** A key inside a block scalar keeps its quotes: they are no difference. */
function withoutQuotes(outcome: unknown): string {
  return JSON.stringify(outcome, (_key, item) =>
    typeof item === "string" ? `text ${item.replaceAll('"', "")}` : item,
  );
}

/** Words that are strings only in quotes. */
const isText = (word: string): boolean => word !== "on" && word !== "null";

describe("keys, dashes and scalars in block style, read without making tokens of them", () => {
  test("say what they say where quotes around the keys have tokens made of everything", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 7 }), (lines) => {
        const texts = lines.map((one) => ({ ...one, key: one.key === null || isText(one.key) ? one.key : "k" }));
        const quoted = read(written(texts, (word) => `"${word}"`));
        expect(withoutQuotes(read(written(texts, (word) => word)))).toBe(withoutQuotes(quoted));
      }),
      { numRuns: 3000 },
    );
  });

  test("places are noted of the same values that are read without them", () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 7 }), (lines) => {
        const text = written(lines, (word) => word);
        let value: unknown;
        try {
          ({ value } = parseDocument(text));
        } catch (error) {
          expect(() => parsePlaces(text)).toThrow((error as Error).message);
          return;
        }
        expect(parsePlaces(text).value).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  test.each<[string, string, unknown]>([
    ["a sequence below its key, and one further right", "a:\n- 1\nb:\n  - 2\n", { a: [1], b: [2] }],
    ["sequences in sequences", "- - a\n  - b\n-  - c: d\n     e: f\n", [["a", "b"], [{ c: "d", e: "f" }]]],
    ["an item on several lines", "- a\n  b\n- c\n", ["a b", "c"]],
    ["an item that a colon makes a key", '- a b: c\n- "d": e\n', [{ "a b": "c" }, { d: "e" }]],
    ["quoted keys", '"a b": c\n"d": {}\n"e":\n  - {}\n  - []\n', { "a b": "c", d: {}, e: [{}, []] }],
    ["an item that a colon behind a tab makes a key", '- "a"\t: b\n- {}\n- c\n', [{ a: "b" }, {}, "c"]],
    [
      "flow sequences of scalars",
      "a: [b, \"c d\", 'e, f' , 1, on, g:h/i ] # j\nk: [ ]\n",
      { a: ["b", "c d", "e, f", 1, true, "g:h/i"], k: [] },
    ],
    [
      "flow sequences of more than scalars",
      "a: [b: c]\nd: [[e]]\nf: [g,\n  h]\n",
      { a: [{ b: "c" }], d: [["e"]], f: ["g", "h"] },
    ],
    ["words in double quotes with escapes among them", 'a: "b  c\\td \\\n  e"\n', { a: "b  c\td e" }],
    ["items without a value", "a:\n-\n- # c\n- b\n", { a: [null, null, "b"] }],
    ["keys without a value", "a:\nb: # c\n\nc:\n  d:\ne: f\n", { a: null, b: null, c: { d: null }, e: "f" }],
    ["block scalars among entries", "a: |\n  b\n  - c\nd:\n- >-\n  e\n  f\n- g\n", { a: "b\n- c\n", d: ["e f", "g"] }],
    ["words that are keys and no strings", "on: 1\nyes: 2\nno: 3\n", { true: 2, false: 3 }],
    ["a value that goes on below", "a: b\n  c\nd:\n  e\n  f\n", { a: "b c", d: "e f" }],
  ])("%s", (_name, text, expected) => {
    expect(parseDocument(text).value).toEqual(expected);
  });

  test.each([
    ["a key further left than its sisters", "a:\n    b: 1\n  c: 2\n"],
    ["a dash among keys", "a: 1\n- b\n"],
    ["a key among dashes", "- b\na: 1\n"],
    ["a word among keys", "a: 1\nb\nc: 2\n"],
    ["a second colon on a line", "a: b: c\n"],
    ["a word behind a quoted one", 'a: "b" c\nd: e\n'],
  ])("%s is refused", (_name, text) => {
    expect(() => parseDocument(text)).toThrow();
  });

  test("a key right behind a quoted item is what a key is missed before", () => {
    expect(read('- "a"b: c\n')).toEqual({ refused: "did not find expected key" });
    expect(read('- "a" b\n')).toEqual({ refused: "did not find expected '-' indicator" });
  });
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Pattern } from "../../../../src/chart/render/regex/pattern.ts";
import { BudgetError } from "../../../../src/chart/render/value.ts";

/** Patterns made at random, with what Go 1.26 says of them: its error, or by text all matches with their groups, in UTF-16 units. */
type Row = readonly [pattern: string, answer: string | Readonly<Record<string, readonly (readonly number[])[]>>];

const rows = readFileSync(new URL("go-answers.jsonl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Row);

test("patterns match, group and fail as Go's regexp does", () => {
  expect(rows.length).toBeGreaterThan(150);
  for (const [source, answer] of rows) {
    if (typeof answer === "string") {
      expect(() => new Pattern(source), source).toThrow(`error parsing regexp: ${answer}`);
      continue;
    }
    const pattern = new Pattern(source);
    for (const [text, expected] of Object.entries(answer)) {
      const slots = expected[0]?.length ?? 2;
      const found = [...pattern.matches(text, true)].map((match) =>
        Array.from({ length: slots / 2 }, (_, group) => match.group(group)).flatMap((span) => [
          span?.start ?? -1,
          span?.end ?? -1,
        ]),
      );
      expect(found, `${source} in ${JSON.stringify(text)}`).toEqual(expected);
      expect(pattern.test(text), source).toBe(expected.length > 0);
    }
  }
});

test("a byte that is no UTF-8 is U+FFFD to a pattern, and no part of one", () => {
  expect(new Pattern("^\\x{FFFD}$").test("\udc80")).toBe(true);
  expect(() => new Pattern("a\udc80")).toThrow("error parsing regexp: invalid UTF-8");
});

test("of groups with one name the first that took part counts", () => {
  const [match] = new Pattern("(?:(?P<n>a)|(?P<n>b))").matches("b", true);
  expect(match?.group("n")).toEqual({ start: 0, end: 1 });
});

test("properties are those that Go knows", () => {
  expect(new Pattern("^\\p{Greek}+$").test("αβγ")).toBe(true);
  expect(new Pattern("^\\p{uppercase letter}$").test("Ä")).toBe(true);
  for (const name of ["Hani", "Old_Italic", "Script=Greek", "Emoji", "Sunuwar"])
    expect(() => new Pattern(`\\p{${name}}`), name).toThrow("invalid character class range");
});

test("what a search costs is bounded, whatever the pattern and the text say", () => {
  expect(() => new Pattern("(?:x{0,1000}){0,1}y|(?:(?:x?){900})z").test("x".repeat(1_000_000))).toThrow(BudgetError);
  expect(() => new Pattern(`(?:${"a".repeat(4000)}){1000}`)).toThrow("expression too large");
  expect(() => new Pattern("(".repeat(2000) + ")".repeat(2000))).toThrow("expression nests too deeply");
});

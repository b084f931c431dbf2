import { expect, test } from "vitest";
import { readText } from "../../src/read/read-text.ts";

/** More pieces than are put together at a time, and no multiple of it. */
const many = 2345;

const times = (text: string) => text.repeat(many);

/** A scalar of very many pieces, and its value. */
const scalars: readonly (readonly [name: string, written: string, value: unknown])[] = [
  ["a plain scalar of lines", times("a\n    ").trimEnd(), times("a ").trimEnd()],
  ["a plain scalar of lines and blank lines", times("a  b\n\n\n    ").trimEnd(), times("a  b\n\n").trimEnd()],
  ["a plain scalar behind very many blank lines", `a\n${times("\n")}    b`, `a${times("\n")}b`],
  ["a quoted scalar of lines", `"${times("a\n    ")}"`, times("a ")],
  ["a quoted scalar of very many blank lines", `'a\n${times("\n")}    b'`, `a${times("\n")}b`],
  ["escapes", `"${times("\\n\\u00e9x\\\n    ")}"`, times("\néx")],
  ["apostrophes", `'${times("''")}'`, times("'")],
  ["a literal block", `|\n${times("    a\n\n")}`, `${times("a\n\n").trimEnd()}\n`],
  ["a literal block with its end kept", `|+\n    a\n${times("\n")}`, `a\n${times("\n")}\n`],
  ["a folded block", `>\n${times("    a\n")}`, `${times("a ").trimEnd()}\n`],
  ["a folded block of indented lines", `>-\n    a\n${times("      b\n    c\n")}`, `a\n${times("  b\nc\n").trimEnd()}`],
  ["very many separators of lines in a block", `|+\n    a\n${times("\u2028")}`, `a\n${times("\u2028")}\n`],
  ["digits with underscores", `0.${times("1_1")}`, Number(`0.${times("11")}`)],
  ["digits with underscores that no float can hold", times("1_1"), times("1_1")],
  ["zeros with underscores", `0_${times("0_")}7`, 7],
  ["bytes", `!!binary ${btoa(times("a\xff"))}`, times("a\ufffd")],
];

test.each(scalars)("%s of any length is read as Kubernetes reads it", (_, written, value) => {
  const read = readText(`before: 1\nk: ${written}\nafter: 2\n`) as Record<string, unknown>;
  expect(read.k).toBe(value);
  expect(read.after).toBe(2);
  expect(Object.keys(read)).toEqual(["before", "k", "after"]);
});

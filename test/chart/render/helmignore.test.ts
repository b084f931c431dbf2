import { expect, test } from "vitest";
import { HelmIgnore } from "../../../src/chart/render/inputs/helmignore.ts";

const files = [
  ".helmignore",
  ".hidden",
  "a",
  "a.txt",
  "ab.txt",
  "b.md",
  "docs/a.txt",
  "docs/x",
  "docs2/a",
  "sub/a.txt",
  "sub/c.md",
  "sub/deep/a.txt",
];

/** What helm 4.2.4 and its `.Files` leave out of these files, or all of the chart. */
const left: readonly (readonly [pattern: string, out: readonly string[] | "the chart"])[] = [
  ["a.txt", ["a.txt", "docs/a.txt", "sub/a.txt", "sub/deep/a.txt"]],
  ["/a.txt", ["a.txt"]],
  ["*.md", ["b.md", "sub/c.md"]],
  ["/*.md", ["b.md"]],
  ["sub", ["sub/a.txt", "sub/c.md", "sub/deep/a.txt"]],
  ["sub/", ["sub/a.txt", "sub/c.md", "sub/deep/a.txt"]],
  ["/sub", ["sub/a.txt", "sub/c.md", "sub/deep/a.txt"]],
  ["sub/a.txt", ["sub/a.txt"]],
  ["/sub/a.txt", ["sub/a.txt"]],
  ["sub/*", ["sub/a.txt", "sub/c.md", "sub/deep/a.txt"]],
  ["*/a.txt", ["docs/a.txt", "sub/a.txt"]],
  ["docs*/", ["docs/a.txt", "docs/x", "docs2/a"]],
  ["!a.txt", "the chart"],
  ["!sub/", "the chart"],
  ["a/", []],
  ["[ab].txt", ["a.txt", "docs/a.txt", "sub/a.txt", "sub/deep/a.txt"]],
  ["deep/", ["sub/deep/a.txt"]],
  ["/deep", []],
  ["/*", "the chart"],
  ["# a", []],
  ["\\a.txt", ["a.txt", "docs/a.txt", "sub/a.txt", "sub/deep/a.txt"]],
  ["//a.txt", []],
  ["a.txt\n!b.md", "the chart"],
  [".*", [".helmignore", ".hidden"]],
  ["./a.txt", []],
];

test.each(left)("%j leaves out what helm does", (pattern, out) => {
  const ignore = new HelmIgnore(`${pattern}\n`);
  const isWhole = ignore.ignoresFile("Chart.yaml") || ignore.ignoresFile("templates/t.yaml");
  expect(isWhole ? "the chart" : files.filter((file) => ignore.ignoresFile(file))).toEqual(out);
});

test("more patterns than anybody writes are refused, and the way out is said", () => {
  const patterns = (count: number) => Array.from({ length: count }, (_, index) => `f${index}\n`).join("");
  expect(new HelmIgnore(patterns(10_000)).ignoresFile("f7")).toBe(true);
  expect(() => new HelmIgnore(patterns(10_001))).toThrow("more than 10000 patterns are not read: name folders");
});

import { type Family, linted, many, setText } from "./family.ts";

const raw = (name: string, text: (size: number) => string): Family => linted(`text: ${name}`, text);

/** A value in a ConfigMap beside a set, as it is written. */
const value = (name: string, text: (size: number) => string): Family =>
  raw(
    name,
    (size) => `${setText()}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  k: ${text(size)}\n`,
  );

export const texts: readonly Family[] = [
  raw("nothing but spaces", (size) => " ".repeat(size * 50)),
  raw("blank lines", (size) => "\n".repeat(size * 20)),
  raw("blank lines behind an end", (size) => `a: b\n...\n${"\n".repeat(size * 20)}`),
  raw("blank lines in a block", (size) => `a: |\n${"  \n".repeat(size * 10)}b: c\n`),
  raw("comments", (size) => setText() + "# a comment\n".repeat(size * 2)),
  raw("a long comment", (size) => `# ${"a".repeat(size * 50)}\n${setText()}`),
  raw(
    "directives that suppress lines",
    (size) => "# sts-lint-disable-next-line service-not-headless -- why\n".repeat(size) + setText(),
  ),
  raw("directives that are not understood", (size) => "# sts-lint-disable-nextline x\n".repeat(size) + setText()),
  raw(
    "a directive of many rules",
    (size) => `# sts-lint-disable-next-line ${many(size, (i) => `a-${i}, `)}\n${setText()}`,
  ),
  raw("a directive of dashes", (size) => `# sts-lint-disable-next-line a ${"-- ".repeat(size * 10)}\n${setText()}`),
  raw("Source lines", (size) => "# Source: a/templates/b.yaml\n".repeat(size) + setText().slice(4)),
  raw("a Source line of slashes", (size) => `# Source: ${"/".repeat(size * 20)}\n${setText().slice(4)}`),
  raw("a Source line of templates", (size) => `# Source: ${"a/templates/".repeat(size * 4)} x\n${setText().slice(4)}`),
  raw("a status block", (size) => `NAME: a\nSTATUS: deployed\n${"NOTES:\n".repeat(size)}`),
  raw("notes of Source lines", (size) => `NOTES:\n${"# Source: a b\n".repeat(size)}`),
  raw("carriage returns", (size) => many(size, (i) => `---\r\nkind: ConfigMap\r\nmetadata: {name: c${i}}\r\n`)),
  raw("nested mappings", (size) => many(size, (i) => `${" ".repeat(i % 90)}k:\n`)),
  raw("nested in flow", (size) => `a: ${"{b: ".repeat(size)}${"}".repeat(size)}\n`),
  raw("brackets that never close", (size) => `a: ${"[".repeat(size * 5)}\n`),
  raw("dashes", (size) => `${"- ".repeat(size * 5)}a\n`),
  raw("question marks", (size) => `${"? ".repeat(size * 5)}a\n`),
  raw("keys", (size) => many(size * 2, (i) => `k${i}: v\n`)),
  raw("equal keys", (size) => "k: v\n".repeat(size * 2)),
  raw("keys of a long line", (size) => `{${many(size * 2, (i) => `k${i}: v, `)}}\n`),
  raw("anchors", (size) => many(size, (i) => `k${i}: &a${i} v\n`)),
  raw("anchors that are made anew", (size) => many(size, (i) => `k${i}: &a v\nl${i}: *a\n`)),
  raw("aliases", (size) => `a: &a v\n${many(size, (i) => `k${i}: *a\n`)}`),
  raw(
    "aliases of a large value",
    (size) => `a: &a {${many(100, (i) => `x${i}: 1, `)}}\n${many(size, (i) => `k${i}: *a\n`)}`,
  ),
  raw("merges", (size) => `a: &a {x: 1}\n${many(size, (i) => `k${i}:\n  <<: *a\n`)}`),
  raw(
    "merges of merges",
    (size) => `${many(size, (i) => `k${i}: &a${i}\n  <<: ${i === 0 ? "{}" : `*a${i - 1}`}\n  x${i}: 1\n`)}`,
  ),
  raw(
    "aliases that double",
    (size) =>
      `a0: &a0 [x]\n${many(Math.min(size, 60), (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`)}${"# x\n".repeat(size)}`,
  ),
  raw("tags", (size) => many(size, (i) => `k${i}: !!str v\n`)),
  raw("a long tag", (size) => `k: !${"a".repeat(size * 20)} v\n`),
  raw("directives of YAML", (size) => "%YAML 1.1\n---\na: b\n".repeat(size)),
  raw("broken bytes", (size) => "a: \u0000\n".repeat(size)),
  raw("marks of order", (size) => "\uFEFF".repeat(size * 20)),
  value("a long plain scalar", (size) => "a".repeat(size * 50)),
  value("a plain scalar of lines", (size) => "a\n    ".repeat(size * 5)),
  value("a plain scalar of colons", (size) => "a:".repeat(size * 20)),
  value("a plain scalar of hashes", (size) => "a#".repeat(size * 20)),
  value("a quoted scalar", (size) => JSON.stringify("a".repeat(size * 50))),
  value("escapes", (size) => `"${"\\n".repeat(size * 20)}"`),
  value("a quoted scalar of lines", (size) => `"${"a\n    ".repeat(size * 5)}"`),
  value("apostrophes", (size) => `'${"''".repeat(size * 20)}'`),
  value("a quote that never closes", (size) => `"${"a ".repeat(size * 20)}`),
  value("a literal block", (size) => `|\n${"    a line\n".repeat(size * 2)}`),
  value("a folded block", (size) => `>\n${"    a line\n\n".repeat(size * 2)}`),
  value("a block of indented lines", (size) => `>\n    a\n${"      b\n    c\n".repeat(size)}`),
  value("digits", (size) => "1".repeat(size * 50)),
  value("digits with underscores", (size) => "1_".repeat(size * 20)),
  value("sexagesimals", (size) => `1${":20".repeat(size * 20)}`),
  value("wide text", (size) => "汉".repeat(size * 20)),
  value("combining marks", (size) => `a${"\u0301".repeat(size * 20)}`),
  value("emoji in families", (size) => "👩‍👩‍👧".repeat(size * 4)),
];

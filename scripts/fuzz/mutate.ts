import fc from "fast-check";
import { stringify } from "yaml";
import { readManifests } from "../../src/index.ts";
import { seeds } from "./seeds.ts";

/** A change of a text: what is done, and numbers that say where and with what. */
export interface Mutation {
  readonly act: keyof typeof acts;
  readonly at: number;
  readonly pick: number;
}

/** Values that somebody writes by mistake, or to break what reads them. */
const odd = [
  "",
  "null",
  "~",
  "[]",
  "{}",
  "0",
  "-1",
  "1e300",
  "0x1F",
  "0o17",
  "1_000",
  "9007199254740993",
  ".nan",
  "1:30",
  "yes",
  "'5'",
  '"\\u0000"',
  '"\\e[31m"',
  '"::error ::x"',
  '"##vso[task]x"',
  "50%",
  "1Gi",
  "1Ki0",
  "|",
  ">-",
  "&a x",
  "*a",
  "!!int x",
  "<<",
  "__proto__",
  "constructor",
  "汉字👩‍👩‍👧",
  "a".repeat(300),
  "{{ .Values.x }}",
  "$(POD_NAME)",
  "=cmd()",
  "[click](http://x)",
  "<script>",
  "2027-01-31",
];

const keys = [
  "__proto__",
  "kind",
  "metadata",
  "spec",
  "template",
  "replicas",
  "serviceName",
  "volumeClaimTemplates",
  "a/b",
  "? x",
  "- ",
  "# sts-lint-disable-line x --",
  "---",
  "...",
  "status",
  "items",
  "data",
];

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

const lineActs =
  (change: (lines: string[], index: number, pick: number) => void) => (text: string, where: number, pick: number) => {
    const lines = text.split("\n");
    change(lines, where % lines.length, pick);
    return lines.join("\n");
  };

const acts = {
  removeLine: lineActs((lines, index) => lines.splice(index, 1)),
  repeatLine: lineActs((lines, index) => lines.splice(index, 0, lines[index] ?? "")),
  moveLine: lineActs((lines, index, pick) => lines.splice(pick % lines.length, 0, ...lines.splice(index, 1))),
  indent: lineActs((lines, index, pick) => {
    lines[index] = `${" ".repeat((pick % 5) + 1)}${lines[index]}`;
  }),
  outdent: lineActs((lines, index) => {
    lines[index] = (lines[index] ?? "").replace(/^ {1,2}/, "");
  }),
  setValue: lineActs((lines, index, pick) => {
    lines[index] = (lines[index] ?? "").replace(/(: |- )\S.*$|:$/, (_, mark = ": ") => `${mark}${at(odd, pick)}`);
  }),
  setFlowValue: lineActs((lines, index, pick) => {
    lines[index] = (lines[index] ?? "").replace(/: [^,{}[\]]+([,}])/, (_, mark) => `: ${at(odd, pick)}${mark}`);
  }),
  setKey: lineActs((lines, index, pick) => {
    lines[index] = (lines[index] ?? "").replace(/[\w./-]+(?=:)/, at(keys, pick));
  }),
  addKey: lineActs((lines, index, pick) => {
    const [indent = ""] = /^ */.exec(lines[index] ?? "") ?? [];
    lines.splice(index, 0, `${indent}${at(keys, pick)}: ${at(odd, pick >> 4)}`);
  }),
  addComment: lineActs((lines, index, pick) => {
    lines.splice(index, 0, `# sts-lint-disable-next-line ${at(odd, pick)} -- ${at(odd, pick >> 3)}`);
  }),
  separate: lineActs((lines, index, pick) =>
    lines.splice(index, 0, at(["---", "...", "--- # a", "# Source: a/templates/b.yaml", "NOTES:", "%YAML 1.1"], pick)),
  ),
  cut: (text: string, where: number) => text.slice(0, where % (text.length + 1)),
  insert: (text: string, where: number, pick: number) => {
    const index = where % (text.length + 1);
    return (
      text.slice(0, index) +
      at(["\0", "\t", '"', "'", "\r", "\u2028", "\uFEFF", "{", "]", ":", "#", "&", "*", "\x1b", "\ud800"], pick) +
      text.slice(index)
    );
  },
  splice: (text: string, where: number, pick: number) => {
    const other = at(seeds, pick).split("\n");
    return lineActs((lines, index) =>
      lines.splice(index, 0, ...other.slice(where % other.length, (where % other.length) + 12)),
    )(text, where, pick);
  },
  append: (text: string, _: number, pick: number) => `${text}\n---\n${at(seeds, pick)}`,
  carriageReturns: (text: string) => text.replaceAll("\n", "\r\n"),
  asJson: (text: string, _: number, pick: number) => {
    const values = readManifests([{ name: "a", text }]).documents.map(({ value }) => value);
    return pick % 2 === 0
      ? values.map((value) => JSON.stringify(value)).join("\n")
      : JSON.stringify(values, undefined, pick % 5);
  },
  asList: (text: string) => {
    const items = readManifests([{ name: "a", text }]).documents.map(({ value }) => value);
    return stringify({ apiVersion: "v1", kind: "List", items }, { aliasDuplicateObjects: false });
  },
} satisfies Record<string, (text: string, at: number, pick: number) => string>;

const mutation: fc.Arbitrary<Mutation> = fc.record({
  act: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
  at: fc.nat(1_000_000),
  pick: fc.nat(1_000_000),
});

/** Longer ones only cost time. */
const longest = 60_000;

/** A text that began as a sensible one. */
export const mutated: fc.Arbitrary<string> = fc
  .tuple(fc.nat(seeds.length - 1), fc.array(mutation, { maxLength: 8 }))
  .map(([seed, mutations]) => {
    let text = at(seeds, seed);
    for (const { act, at: where, pick } of mutations) text = acts[act](text, where, pick).slice(0, longest);
    return text;
  });

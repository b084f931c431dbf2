import fc from "fast-check";
import { stringify } from "yaml";
import { readManifests, rules } from "../../src/index.ts";
import { odd } from "./odd.ts";
import { seeds } from "./seeds.ts";

/** A change of a text: what is done, and numbers that say where and with what. */
export interface Mutation {
  readonly act: keyof typeof acts;
  readonly at: number;
  readonly pick: number;
}

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

/** What a suppression may name. */
const suppressed = [
  ...rules.map(({ id }) => id),
  "all",
  "*",
  "__proto__",
  "governing-service-missing, api-refused",
  "",
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
  suppress: lineActs((lines, index, pick) => {
    const comment = `sts-lint-disable-${at(["line", "next-line"], pick)} ${at(suppressed, pick >> 1)}`;
    const because = at(
      ["", " -- known", " -- known (expires 2020-01-31)", " -- (expires x)", " — ::error ::x"],
      pick >> 3,
    );
    if (pick % 2 === 0) lines[index] = `${lines[index]} # ${comment}${because}`;
    else lines.splice(index, 0, `# ${comment}${because}`);
  }),
  annotate: lineActs((lines, index, pick) => {
    const [indent = ""] = /^ */.exec(lines[index] ?? "") ?? [];
    const ignored = `${at(suppressed, pick)}: ${at(["known", "", "a (expires 2030-01-01)", "b; x: y"], pick >> 4)}`;
    lines.splice(index, 0, `${indent}annotations: {sts-lint/ignore: ${JSON.stringify(ignored)}}`);
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
    const other = at(seeds, pick).text.split("\n");
    return lineActs((lines, index) =>
      lines.splice(index, 0, ...other.slice(where % other.length, (where % other.length) + 12)),
    )(text, where, pick);
  },
  append: (text: string, _: number, pick: number) => `${text}\n---\n${at(seeds, pick).text}`,
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

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  act: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
  at: fc.nat(1_000_000),
  pick: fc.nat(1_000_000),
});

/** Longer ones only cost time. */
const longest = 60_000;

/** The text with all these changes, one after another. */
export function mutatedBy(text: string, mutations: readonly Mutation[]): string {
  let changed = text;
  for (const { act, at: where, pick } of mutations) changed = acts[act](changed, where, pick).slice(0, longest);
  return changed;
}

const mutations = fc.array(mutation, { maxLength: 8 });

/** An input that began as a sensible one, and what ran before it. */
export interface Mutated {
  readonly text: string;
  readonly before: string | undefined;
  readonly live: boolean;
}

/** What ran before is given once in two where it is nothing but the same, changed. */
export const mutated: fc.Arbitrary<Mutated> = fc
  .tuple(fc.nat(seeds.length - 1), mutations, fc.option(mutations, { nil: undefined, freq: 1 }), fc.nat(9))
  .map(([index, now, then, other]) => {
    const seed = at(seeds, index);
    const text = mutatedBy(seed.text, now);
    const before =
      seed.before !== undefined
        ? mutatedBy(seed.before, (then ?? []).slice(0, 3))
        : then && mutatedBy(other === 0 ? at(seeds, index + 1).text : text, then);
    return { text, before, live: seed.live === true };
  });

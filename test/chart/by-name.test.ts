import { expect, test } from "vitest";
import { findSource } from "../../src/chart/chart.ts";
import { readChart } from "../../src/chart/read-chart.ts";
import { ByName } from "../../src/chart/symbolic/by-name.ts";
import { nameFit } from "../../src/chart/symbolic/match.ts";
import type { Text, Value } from "../../src/chart/symbolic/value.ts";
import fc from "../properties.ts";

const metadata = { path: "Chart.yaml", text: "apiVersion: v2\nname: c\nversion: 1.0.0\n" };
const chart = readChart([metadata]);
const place = { file: "templates/s.yaml", start: 0, end: 1 };

const word = fc.constantFrom("a", "b", "db", "-", "a-", "-b", "");
const literal = word.map((text): Text => ({ kind: "literal", text, place, printed: false }));
const releaseName: Value = { kind: "given", name: "Release.Name" };
const hole = fc.constantFrom<Text>({ kind: "hole", value: releaseName, style: "plain", place });
const sequence = fc
  .array(fc.oneof(literal, hole), { maxLength: 4 })
  .map((parts): Text => ({ kind: "sequence", parts }));
const either = fc
  .tuple(sequence, sequence)
  .map((texts): Text => ({ kind: "alternatives", options: texts.map((text) => ({ guards: [], text })) }));
const name = fc.oneof(
  word.map((value): Value => ({ kind: "constant", value })),
  fc.oneof(sequence, either).map((text): Value => ({ kind: "text", text })),
  fc.constant(releaseName),
  fc.constant<Value>({ kind: "values", path: ["name"] }),
);

test("whatever a template may call so is found by that name, in its order", () => {
  const words = fc.array(word, { maxLength: 4 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), words, (values, called) => {
      const all = values.map((value, index) => ({ value, index }));
      const found = new ByName(all, ({ value }) => value).called(called);
      const fits = all.filter(({ value }) => nameFit(chart, value, called) !== undefined);
      expect(found.map(({ index }) => index)).toEqual(
        [...found.map(({ index }) => index)].sort((one, other) => one - other),
      );
      expect(fits.filter((one) => !found.includes(one))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test("sets of other names are not looked at, named after the release or not", () => {
  const after = (end: string): Value => ({
    kind: "text",
    text: {
      kind: "sequence",
      parts: [
        { kind: "hole", value: releaseName, style: "plain", place },
        { kind: "literal", text: end, place, printed: false },
      ],
    },
  });
  const byName = new ByName(
    Array.from({ length: 100 }, (_, index) => after(`-db${index}`)),
    (value) => value,
  );
  expect(byName.called("prod-db7")).toEqual([after("-db7")]);
});

test("a source is the file of the innermost chart that has it", () => {
  const nested = readChart([
    metadata,
    { path: "templates/s.yaml", text: "" },
    { path: "charts/sub/Chart.yaml", text: "apiVersion: v2\nname: sub\nversion: 1.0.0\n" },
    { path: "charts/sub/templates/s.yaml", text: "" },
  ]);
  expect(findSource(nested, "c/templates/s.yaml")).toEqual({ scope: 0, file: "templates/s.yaml" });
  expect(findSource(nested, "c/charts/sub/templates/s.yaml")).toMatchObject({ file: "charts/sub/templates/s.yaml" });
  expect(findSource(nested, "c/charts/sub/templates/t.yaml")).toBeUndefined();
  expect(findSource(nested, `c/${"/".repeat(100_000)}`)).toBeUndefined();
});

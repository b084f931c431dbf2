import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Document } from "yaml";
import { rules } from "../../../rules/index.generated.ts";
import { type LintOptions, lint } from "../../../src/index.ts";
import { lintWith } from "../../../src/lint/engine/lint.ts";
import { readManifests } from "../../../src/read/index.ts";
import { readCases } from "../../../src/testing/case-file.ts";
import { readMarks } from "../../../src/testing/marked-text.ts";
import { chartFiles } from "../../corpus/charts.ts";
import { candidates } from "../../mutation/mutate.ts";
import { operators } from "../../mutation/operators.ts";
import { plantedText } from "../../mutation/planted-text.ts";
import { shared } from "../../shared.ts";
import { tryFixes } from "./try-fixes.ts";

/*
 * Whatever a fix is made in, it keeps its promises (try-fixes.ts): in the rules' own cases, in faults that are planted
 * into public charts, and in the public charts as they are; in YAML, and in the same objects as JSON.
 */

/** The rules' cases, with what each is linted for. */
const cases = rules.flatMap((rule) => {
  const table = readFileSync(new URL(`../../../rules/${rule.category}/${rule.id}.cases.yaml`, import.meta.url), "utf8");
  return readCases(table).map(({ name, manifests, options }) => ({
    name: `${rule.id}: ${name}`,
    text: readMarks(manifests).text,
    options,
  }));
});

const fixable = cases.filter(({ text, options }) =>
  lint([{ name: "case", text }], { ...options, preset: "all" }).findings.some(({ fix }) => fix !== undefined),
);

function objectsOf(text: string): readonly unknown[] {
  return readManifests([{ name: "a", text }]).documents.flatMap(({ manifests }) => manifests.map(({ value }) => value));
}

const listOf = (items: readonly unknown[]) => ({ apiVersion: "v1", kind: "List", items });
const asJson = (value: unknown, indent?: number) => JSON.stringify(value, undefined, indent);

/** The same objects in other clothes. */
const styles: Readonly<Record<string, (text: string) => readonly string[]>> = {
  "as they are": (text) => [text],
  "as a List in JSON": (text) => [asJson(listOf(objectsOf(text))), asJson(listOf(objectsOf(text)), 2)],
  "as documents in JSON, each alone": (text) => objectsOf(text).flatMap((one) => [asJson(one), asJson(one, 4)]),
  "with commas at the beginning of lines": (text) => [
    asJson(listOf(objectsOf(text)), 2).replaceAll(/,\n( *)/g, "\n$1, "),
  ],
  "with line ends of Windows": (text) => [text.replaceAll("\n", "\r\n")],
  "with a comment behind each line": (text) => [text.replaceAll(/^(.*[^-\s|>])$/gm, "$1 # kept")],
  "in braces": (text) => [
    objectsOf(text)
      .map((one) => new Document(one).toString({ collectionStyle: "flow", lineWidth: 60 }))
      .join("---\n"),
  ],
  "with an alias wherever something stands again": (text) => [
    objectsOf(text)
      .map((one) => new Document(withShared(one, new Map())).toString({ lineWidth: 0 }))
      .join("---\n"),
  ],
};

/** A copy in which equal parts are one: what prints it gives them an anchor and aliases. */
function withShared(value: unknown, known: Map<string, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const id = JSON.stringify(value);
  const made =
    known.get(id) ??
    (Array.isArray(value)
      ? value.map((item) => withShared(item, known))
      : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withShared(item, known)])));
  known.set(id, made);
  return made;
}

describe("in the rules' cases", () => {
  test.each(Object.entries(styles))("%s", (_, written) => {
    const broken: string[] = [];
    let made = 0;
    for (const { name, text, options } of fixable) {
      for (const other of written(text)) {
        const trial = tryFixes(other, (input) => lint([{ name: "a", text: input }], { ...options, preset: "all" }));
        made += trial.made.length;
        for (const why of trial.broken) broken.push(`${name}: ${why}`);
      }
    }
    expect(broken).toEqual([]);
    expect(made).toBeGreaterThan(40);
  });
});

describe.skipIf(shared("corpus") === undefined)("over the public charts (skipped without the folder corpus)", () => {
  const folder = shared("corpus") ?? "";
  const fixing = new Set(
    fixable.flatMap(({ text, options }) =>
      lint([{ name: "case", text }], { ...options, preset: "all" }).findings.flatMap(({ rule, fix }) =>
        fix === undefined ? [] : [rule],
      ),
    ),
  );
  // The others have no fix and would only take their time.
  const own = rules.filter(({ id }) => fixing.has(id));
  const run = (options: LintOptions) => (text: string) =>
    lintWith(own, [{ name: "a", text }], { ...options, preset: "all", today: "2026-01-01" });

  /** What is broken in a text, and in the same objects as JSON. */
  function tried(name: string, text: string, options: LintOptions = {}) {
    const trial = tryFixes(text, run(options));
    if (trial.made.length === 0) return { made: trial.made, broken: trial.broken };
    const others = [asJson(listOf(objectsOf(text))), asJson(listOf(objectsOf(text)), 2)];
    const sets = objectsOf(text).filter((one) => (one as { kind?: unknown }).kind === "StatefulSet");
    const trials = [...others, ...sets.map((one) => asJson(one, 2))].map((other) => tryFixes(other, run(options)));
    return {
      made: [trial, ...trials].flatMap(({ made }) => made),
      broken: [trial, ...trials].flatMap(({ broken }) => broken.map((why) => `${name}: ${why}`)),
    };
  }

  test("as they are", () => {
    const all = chartFiles(folder).map((file) => tried(file, readFileSync(`${folder}/rendered/${file}`, "utf8")));
    expect(all.flatMap(({ broken }) => broken)).toEqual([]);
    expect(all.flatMap(({ made }) => made).length).toBeGreaterThan(150);
  });

  test("with a fault planted for each rule that has a fix", () => {
    const from = candidates(
      folder,
      chartFiles(folder).filter((_, index) => index % 4 === 0),
    );
    const planting = operators.filter(({ rule }) => fixing.has(rule));
    const all = planting.flatMap((operator) =>
      plantedText(operator, from, 2).map((text) =>
        tried(`${operator.rule}, ${operator.plants}`, text, {
          ...(operator.kubernetesVersion === undefined ? {} : { kubernetesVersion: operator.kubernetesVersion }),
        }),
      ),
    );
    expect(all.flatMap(({ broken }) => broken)).toEqual([]);
    expect(all.flatMap(({ made }) => made).length).toBeGreaterThan(planting.length * 6);
  });
});

test.each(["hostile", "cases"])("in %s beside the checkout, where it is there", (name) => {
  const folder = shared(name);
  if (folder === undefined) return;
  for (const file of readdirSync(folder)) {
    if (!/\.(?:ya?ml|json)$/.test(file)) continue;
    const text = readFileSync(`${folder}/${file}`, "utf8");
    const { broken } = tryFixes(text, (input) => lint([{ name: file, text: input }], { preset: "all" }));
    expect(broken, file).toEqual([]);
  }
});

import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.generated.ts";
import { checkCases } from "../src/testing/index.ts";

const root = new URL("..", import.meta.url);

/** RULE=id npx vitest run test/rules.test.ts runs the cases of one rule. */
const wanted = process.env.RULE;

for (const rule of rules) {
  if (wanted !== undefined && rule.id !== wanted) continue;
  describe(rule.id, () => {
    const table = readFileSync(new URL(`rules/${rule.category}/${rule.id}.cases.yaml`, root), "utf8");
    for (const { name, differences } of checkCases(rule, table)) test(name, () => expect(differences).toEqual([]));
  });
}

test("every table of cases has its rule", () => {
  const tables = globSync("rules/**/*.cases.yaml", { cwd: root.pathname }).map((path) =>
    path.replace(/^.*\/|\.cases\.yaml$/g, ""),
  );
  expect(tables.sort()).toEqual(rules.map(({ id }) => id).sort());
});

test("a rule leaves none of what it says of itself empty", () => {
  const isEmpty = (text: string) => text.trim() === "";
  const empty = rules
    .filter(
      ({ summary, rationale, falseAlarms, messages }) =>
        [summary, rationale, falseAlarms].some(isEmpty) ||
        Object.values(messages).some(({ text, help }) => isEmpty(text) || isEmpty(help)),
    )
    .map(({ id }) => id);
  expect(empty).toEqual([]);
});

test("a rule says what it finds as one clause, as the lists of rules print it", () => {
  const odd = rules.filter(({ summary }) => /^[A-Z][a-z ]|\.$|\n/.test(summary)).map(({ id }) => id);
  expect(odd).toEqual([]);
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { shared } from "../../shared.ts";
import { type Base, difference, readRows, renderRow } from "./rows.ts";

const folder = shared("conformance/helm");

/** The built-in objects are tested where they are made, with whole charts. */
const namesObjects = /\.(Files|Chart|Release|Capabilities|Subcharts)\b/;

/** The functions that are text/template's own or the engine's; sprig's have a test of their own. */
const ofTheEngine =
  /^(and|or|not|eq|ne|lt|le|gt|ge|len|index|print|printf|println|html|js|urlquery|call|include|tpl|required|fail|lookup)-/;

const tables: readonly [name: string, table: string, rows: RegExp][] = [
  ["the semantics of templates", "semantics.jsonl", /./],
  ["the engine's own functions", "functions.jsonl", ofTheEngine],
];

describe.skipIf(folder === undefined)("what Helm renders a template to, in 99.5 % of the rows on", () => {
  const rate = 0.995;
  test.each(tables)("%s, is what the engine renders it to", { timeout: 180_000 }, (name, table, rows) => {
    const base = JSON.parse(readFileSync(`${folder}/base.json`, "utf8")) as Base;
    let agreed = 0;
    const wrong: string[] = [];
    for (const row of readRows(`${folder}/${table}`)) {
      if (!rows.test(row.id) || namesObjects.test(JSON.stringify(row))) continue;
      const found = difference(row, renderRow(row, base));
      if (found === undefined) agreed++;
      else wrong.push(`${row.id} ${found}`);
    }
    console.log(`${name}: ${agreed} of ${agreed + wrong.length} rows as Helm renders them`);
    expect(agreed / (agreed + wrong.length), wrong.join("\n")).toBeGreaterThanOrEqual(rate);
  });
});

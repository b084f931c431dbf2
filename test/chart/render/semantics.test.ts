import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { functionsOf } from "../../../src/chart/render/functions/index.ts";
import { shared } from "../../shared.ts";
import { type Base, difference, readRows, renderRow } from "./rows.ts";

const folder = shared("conformance/helm");

/** The built-in objects are tested where they are made, with whole charts. */
const namesObjects = /\.(Files|Chart|Release|Capabilities|Subcharts)\b/;

describe.skipIf(folder === undefined)("what Helm renders a template to", () => {
  test("is what the engine renders it to, in at least 99.5 % of the rows", { timeout: 120_000 }, () => {
    const base = JSON.parse(readFileSync(`${folder}/base.json`, "utf8")) as Base;
    const functions = functionsOf("4");
    let agreed = 0;
    const wrong: string[] = [];
    for (const row of readRows(`${folder}/semantics.jsonl`)) {
      if (namesObjects.test(JSON.stringify(row))) continue;
      const found = difference(row, renderRow(row, base, functions));
      if (found === undefined) agreed++;
      else wrong.push(`${row.id} ${found}`);
    }
    console.log(`semantics: ${agreed} of ${agreed + wrong.length} rows as Helm renders them`);
    expect(agreed / (agreed + wrong.length), wrong.join("\n")).toBeGreaterThanOrEqual(0.995);
  });
});

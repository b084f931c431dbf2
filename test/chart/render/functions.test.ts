import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { shared } from "../../shared.ts";
import { type Base, difference, type Outcome, readRows, renderRow } from "./rows.ts";

const folder = shared("conformance/helm");

/** What the chart's own layer supplies, and not these functions. */
const OUTSIDE = /\.Files|\.Chart|\.Release|\.Capabilities|\.Template|\.Subcharts|\(\$|\s\$\s/;

/** What is printed leaves as UTF-8: bytes that are none become U+FFFD. */
function asUtf8(outcome: Outcome): Outcome {
  if ("error" in outcome) return outcome;
  const outs = Object.entries(outcome.outs).map(([path, text]) => [path, text.replace(/\p{Cs}/gu, "\ufffd")]);
  return { outs: Object.fromEntries(outs) };
}

describe("Helm's functions", () => {
  it.skipIf(folder === undefined)("answer as Helm in the rows of functions.jsonl", { timeout: 300_000 }, () => {
    const rows = readRows(`${folder}/functions.jsonl`).filter(
      (row) => !OUTSIDE.test(JSON.stringify(row.tpl ?? row.files)),
    );
    const base = JSON.parse(readFileSync(`${folder}/base.json`, "utf8")) as Base;
    const families = new Map<string, number>();
    let wrong = 0;
    for (const row of rows) {
      let found: string | undefined;
      try {
        found = difference(row, asUtf8(renderRow(row, base)));
      } catch (error) {
        found = `breaks: ${String(error)}`;
      }
      if (found === undefined) continue;
      wrong++;
      const family = row.id.replace(/-[0-9]+$/, "");
      families.set(family, (families.get(family) ?? 0) + 1);
      if (process.env.SHOW_ROWS !== undefined)
        console.log(
          `ROW ${row.id} ${JSON.stringify(row.tpl ?? row.files)}\n  want ${JSON.stringify(row.out ?? row.err)}\n  got  ${found}`,
        );
    }
    const share = 1 - wrong / rows.length;
    const worst = [...families].sort((a, b) => b[1] - a[1]).slice(0, 40);
    console.log(
      `functions.jsonl: ${rows.length - wrong} of ${rows.length} rows (${(share * 100).toFixed(2)} %)`,
      JSON.stringify(worst),
    );
    expect(share).toBeGreaterThanOrEqual(0.995);
  });
});

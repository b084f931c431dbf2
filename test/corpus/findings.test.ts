import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { shared } from "../shared.ts";
import { lintCharts } from "./charts.ts";
import { errorsOf, judgedErrors, readJudged } from "./judged.ts";
import { noiseOf } from "./noise.ts";
import { changes, type Snapshot, snapshotOf } from "./snapshot.ts";

const folder = shared("corpus");

/** Warning rules that may fire on more than 15 % of the sets; each argues for it in its own file. */
const argued: readonly string[] = [];

describe.skipIf(folder === undefined)("public charts (skipped without the folder corpus)", () => {
  const charts = folder === undefined ? [] : lintCharts(folder);

  test("the counts are those of the snapshot; `npm run corpus` rewrites it and prints the difference", () => {
    const committed = readFileSync(new URL("./snapshot.json", import.meta.url), "utf8");
    const now = snapshotOf(charts);
    expect(changes(JSON.parse(committed) as Snapshot, now)).toEqual([]);
    expect(now.statefulSets).toBeGreaterThan(900);
  });

  test("every error was judged by hand, and none that was judged right is gone", () => {
    const found = errorsOf(charts);
    const judged = judgedErrors(readJudged());
    expect({
      unjudged: found.filter((line) => !judged.includes(line)),
      gone: judged.filter((line) => !found.includes(line)),
    }).toEqual({ unjudged: [], gone: [] });
    expect(new Set(judged).size).toBe(judged.length);
  });

  test("every judgement has a reason", () => {
    expect(readJudged().filter(({ reason }) => reason.trim().length < 20)).toEqual([]);
  });

  test("warnings stay few enough to be read", () => {
    const noise = noiseOf(charts);
    expect(noise.shares.filter(([rule, share]) => share > 0.15 && !argued.includes(rule))).toEqual([]);
    expect(noise.median).toBeLessThanOrEqual(3);
    expect(noise.quiet).toBeGreaterThanOrEqual(1 / 3);
  });
});

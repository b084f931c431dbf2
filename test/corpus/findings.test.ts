import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { shared } from "../shared.ts";
import { lintCharts } from "./charts.ts";
import { type JudgedSeverity, judgedLines, readJudged, unsettled } from "./judged.ts";
import { noiseOf } from "./noise.ts";
import { changes, type Snapshot, snapshotOf } from "./snapshot.ts";
import { hardlyWorthReading, missed, upheldShares } from "./upheld.ts";

const folder = shared("corpus");

/** Warning rules that may fire on more than 15 % of the sets; each argues for it in its own file. */
const argued: readonly string[] = [];

/**
 * Kinds of infos of which less than 60 % are worth reading and which stay, because the catalogue asks for them as notes: a cluster IP where
 * there is one replica, no serviceName, `heritage: Helm` in a claim template, and what is not known of an ordered start.
 */
const asked: readonly string[] = [
  "governing-service-not-headless",
  "ordered-ready-deadlock",
  "service-name-unset",
  "vct-unstable-label",
];

describe.skipIf(folder === undefined)("public charts (skipped without the folder corpus)", () => {
  const charts = folder === undefined ? [] : lintCharts(folder);

  test("the counts are those of the snapshot; `npm run corpus` rewrites it and prints the difference", () => {
    const committed = readFileSync(new URL("./snapshot.json", import.meta.url), "utf8");
    const now = snapshotOf(charts);
    expect(changes(JSON.parse(committed) as Snapshot, now)).toEqual([]);
    expect(now.statefulSets).toBeGreaterThan(900);
  });

  test.each<JudgedSeverity>(["error", "warning"])(
    "every %s was judged by hand, once, and is still found",
    (severity) => {
      const judged = readJudged(severity);
      expect(unsettled(charts, severity, judged)).toEqual({ unjudged: [], gone: [] });
      const lines = judgedLines(judged);
      expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
      expect(judged.filter(({ reason }) => reason.trim().length < 20)).toEqual([]);
    },
  );

  test("warnings are worth their line: 95 % of all, and 80 % of each rule's", () => {
    const judged = readJudged("warning");
    expect(judged.filter(({ upheld }) => typeof upheld !== "boolean")).toEqual([]);
    const shares = upheldShares(judged);
    expect(shares[0]).toMatchObject({ rule: "all", bar: 0.95 });
    expect(missed(shares)).toEqual([]);
  });

  test("the infos that were judged are still found, and each kind is worth its line but for those that are asked for", () => {
    const sample = readJudged("info");
    expect(unsettled(charts, "info", sample).gone).toEqual([]);
    const kinds = new Set(
      charts.flatMap(({ findings }) => findings.filter(({ severity }) => severity === "info")).map(({ rule }) => rule),
    );
    expect([...new Set(sample.map(({ rule }) => rule))].sort()).toEqual([...kinds].sort());
    expect(sample.filter(({ reason, upheld }) => reason.trim().length < 20 || typeof upheld !== "boolean")).toEqual([]);
    expect(hardlyWorthReading(sample)).toEqual(asked);
  });

  test("infos stay few enough to be read", () => {
    expect(noiseOf(charts).infos).toBeLessThanOrEqual(0.4);
  });

  test("warnings stay few enough to be read", () => {
    const noise = noiseOf(charts);
    expect(noise.shares.filter(([rule, share]) => share > 0.15 && !argued.includes(rule))).toEqual([]);
    expect(noise.median).toBeLessThanOrEqual(3);
    expect(noise.quiet).toBeGreaterThanOrEqual(1 / 3);
  });
});

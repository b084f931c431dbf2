import { expect, test } from "vitest";
import type { Judged } from "./judged.ts";
import { missed, upheldShares } from "./upheld.ts";

const judged = (rule: string, upheld: boolean, findings: number): Judged => ({
  rule,
  resource: "StatefulSet/db",
  upheld,
  reason: "made up",
  files: Array.from({ length: findings }, (_, index) => `${index}.yaml`),
});

test("a share counts findings, one for each file and as many as a file has", () => {
  const [all] = upheldShares([{ ...judged("a", true, 2), count: 3 }, judged("a", false, 2)]);
  expect(all).toEqual({ rule: "all", judged: 8, upheld: 6, share: 0.75, bar: 0.95 });
});

test("all findings together miss their bar below 95 %", () => {
  expect(missed(upheldShares([judged("a", true, 94), judged("a", false, 6)])).map(({ rule }) => rule)).toEqual(["all"]);
  expect(missed(upheldShares([judged("a", true, 95), judged("a", false, 5)]))).toEqual([]);
});

test("a rule misses its bar below 80 %, and only with five findings or more", () => {
  const many = judged("many", true, 1_000);
  expect(missed(upheldShares([many, judged("b", true, 3), judged("b", false, 2)])).map(({ rule }) => rule)).toEqual([
    "b",
  ]);
  expect(missed(upheldShares([many, judged("b", false, 4)]))).toEqual([]);
  expect(missed(upheldShares([many, judged("b", true, 4), judged("b", false, 1)]))).toEqual([]);
});

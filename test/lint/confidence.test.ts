import { expect, test } from "vitest";
import { rules } from "../../rules/index.generated.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { lintWith } from "../../src/lint/engine/lint.ts";
import type { Manifest } from "../../src/read/document.ts";
import { format } from "../../src/report/format.ts";

const set = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector: { matchLabels: { app: db } }
  template: { metadata: { labels: { app: db } } }
`;
const facts = {
  category: "identity",
  subject: "StatefulSet",
  summary: "a fact",
  rationale: "It is one.",
  preset: "recommended",
  since: "1.0.0",
  falseAlarms: "None.",
  references: [],
  messages: { it: { text: "it is so", help: "change it" } },
} as const;
const at = (manifest: Manifest, key: string) => ({ manifest, path: [key] });

test("every rule says how sure it is, and an error is never an opinion", () => {
  expect(rules.filter(({ confidence }) => confidence === undefined).map(({ id }) => id)).toEqual([]);
  const opinions = rules.filter(({ severity, confidence }) => severity === "error" && confidence !== "certain");
  expect(opinions.map(({ id }) => id)).toEqual([]);
});

test("a finding is as sure as its violation says, else as its rule is, whatever severity a user gives it", () => {
  const rule = defineRule({
    ...facts,
    id: "own-rule",
    severity: "error",
    *check({ manifest }) {
      yield { message: "it", at: at(manifest, "metadata") };
      yield { message: "it", at: at(manifest, "kind"), severity: "warning" };
      yield { message: "it", at: at(manifest, "spec"), severity: "warning", confidence: "possible" };
    },
  });
  const said = (level: "error" | "info") =>
    lintWith([rule], [{ name: "stdin", text: set }], { rules: { "own-rule": level } })
      .findings.map(({ severity, confidence }) => `${severity} ${confidence}`)
      .sort();
  expect(said("info")).toEqual(["info certain", "info likely", "info possible"]);
  expect(said("error")).toEqual(["error certain", "error likely", "error possible"]);
});

test("a rule that leaves it out is likely to be right, and certain with what it calls an error", () => {
  const rule = defineRule({
    ...facts,
    id: "own-rule",
    severity: "warning",
    *check({ manifest }) {
      yield { message: "it", at: at(manifest, "metadata") };
      yield { message: "it", at: at(manifest, "kind"), severity: "error" };
      yield {
        message: "it",
        at: at(manifest, "spec"),
        admission: { type: "FieldValueInvalid", field: "a", detail: "b" },
      };
    },
  });
  const { findings } = lintWith([rule], [{ name: "stdin", text: set }]);
  expect(findings.map(({ confidence }) => confidence).sort()).toEqual(["certain", "certain", "likely"]);
});

test("SARIF calls it precision, per rule and per result; JSON prints it", () => {
  const report = lintWith(rules, [{ name: "stdin", text: `${set}  replicas: 3\n` }], { preset: "all" });
  const { runs } = JSON.parse(format("sarif", report));
  const precisionOf = (id: string) =>
    runs[0].tool.driver.rules.find((one: { id: string }) => one.id === id).properties.precision;
  expect([precisionOf("api-refused"), precisionOf("pdb-missing"), precisionOf("no-anti-affinity")]).toEqual([
    "very-high",
    "high",
    "medium",
  ]);
  const refused = runs[0].results.find(({ ruleId }: { ruleId: string }) => ruleId === "api-refused");
  expect(refused.properties.precision).toBe("very-high");
  expect(JSON.parse(format("json", report)).findings[0]).toHaveProperty("confidence");
});

import { expect, test } from "vitest";
import { defineRule, lint, RuleFault } from "../../src/index.ts";

const text =
  "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db }\nspec: { replicas: 2, updateStrategy: { rollingUpdate: { partition: 2 } } }\n";

/** A rule of somebody's own whose message names data that the violation lacks. */
const broken = defineRule({
  id: "broken",
  category: "pod",
  subject: "StatefulSet",
  summary: "broken",
  rationale: "",
  severity: "error",
  preset: "recommended",
  since: "1.0.0",
  falseAlarms: "",
  references: [],
  messages: { one: { text: "{missing}", help: "" } },
  *check(set) {
    yield { message: "one", at: { manifest: set.manifest, path: [] } };
  },
});

test("a faulty rule is named, and the findings of the others are kept where somebody wants to be told", () => {
  const faults: RuleFault[] = [];
  const report = lint([{ name: "a", text }], { plugins: [broken], onFault: (fault) => faults.push(fault) });
  expect(faults.map(({ rule }) => rule)).toEqual(["broken"]);
  expect(report.findings.map(({ rule }) => rule)).toContain("partition-hides-all");
  expect(() => lint([{ name: "a", text }], { plugins: [broken] })).toThrow(RuleFault);
});

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

/** A rule about all of a release that says something of each set, and fails behind the last of them where it is told to. */
const ofEach = (id: string, fails: boolean) =>
  defineRule({
    id,
    category: "pod",
    subject: "Release",
    summary: "each",
    rationale: "",
    severity: "warning",
    preset: "recommended",
    since: "1.0.0",
    falseAlarms: "",
    references: [],
    messages: { one: { text: "{name} is a set", help: "" } },
    *check({ statefulSets }) {
      for (const { manifest, name } of statefulSets)
        yield { message: "one", data: { name }, at: { manifest, path: ["metadata", "name"] } };
      if (fails) throw new Error("behind the last");
    },
  });

test("of a rule that fails behind thousands of findings nothing is told, and of the others everything", () => {
  const count = 9_000;
  const sets = Array.from(
    { length: count },
    (_, at) =>
      `---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db-${at} }\nspec: { updateStrategy: { rollingUpdate: { partition: 1 } } }\n`,
  ).join("");
  const faults: RuleFault[] = [];
  const plugins = [ofEach("a-rule", false), ofEach("b-failing", true), ofEach("c-rule", false)];
  const report = lint([{ name: "a", text: sets }], { plugins, onFault: (fault) => faults.push(fault) });
  const found = (id: string): string[] =>
    report.findings.filter(({ rule }) => rule === id).map(({ message }) => message);
  expect(faults.map(({ rule }) => rule)).toEqual(["b-failing"]);
  const wanted = Array.from({ length: count }, (_, at) => `db-${at} is a set`);
  expect(found("a-rule")).toEqual(wanted);
  expect(found("b-failing")).toEqual([]);
  expect(found("c-rule")).toEqual(wanted);
  expect(found("partition-hides-all")).toHaveLength(count);
});

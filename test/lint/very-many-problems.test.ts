import { expect, test } from "vitest";
import { format, lint } from "../../src/index.ts";
import { mostListed } from "../../src/read/problem-list.ts";

const set = `---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: "example.com/db:1"}]}}
`;
const count = mostListed + 50;

test.each([
  ["cannot be read", "---\na: [\n"],
  ["are templates", "---\na: {{ b }}: c\n"],
  ["are no objects", "---\na: b\n"],
])("of very many documents that %s the first are listed and all are counted", (_, text) => {
  const report = lint([{ name: "a.yaml", text: set + text.repeat(count) }]);
  expect(report.summary.problems).toBe(count);
  expect(report.problems).toHaveLength(mostListed + 1);
  expect(report.problems.at(-1)?.message).toMatch(/\(and 49 more such problems from here on, which are counted/);
  expect(report.summary).toMatchObject({ documents: count + 1, statefulSets: 1 });
  expect(format("pretty", report)).toContain(`${count} problems with the input`);
  expect(JSON.parse(format("json", report)).problems.at(-1).more).toBe(49);
  const alone = lint([{ name: "a.yaml", text: set }]);
  expect(report.findings.map(({ rule, path }) => [rule, path])).toEqual(
    alone.findings.map(({ rule, path }) => [rule, path]),
  );
});

test("files that are no manifests are counted apart from a file whose documents lack a kind", () => {
  const other = Array.from({ length: count }, (_, at) => ({ name: `k${at}.yaml`, text: "resources: []\n" }));
  const report = lint([...other, { name: "z.yaml", text: `${set}---\na: b\n` }]);
  expect(report.problems.filter(({ kind }) => kind === "unreadable").map(({ file }) => file)).toEqual(["z.yaml"]);
  expect(report.summary.problems).toBe(count + 1);
});

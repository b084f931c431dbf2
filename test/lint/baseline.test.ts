import { expect, test } from "vitest";
import { format, lint } from "../../src/index.ts";
import { baselineOf } from "../../src/lint/engine/baseline.ts";

const release = (name: string, extra = "") => `# Source: db/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: ${name}-db
spec:
  selector: { app: ${name} }
  ports: [{ port: 5432 }]
---
# Source: db/templates/statefulset.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}-db
  labels: { app.kubernetes.io/instance: ${name} }
spec:${extra}
  serviceName: ${name}-db
  replicas: 2
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers: [{ name: db, image: "example.com/db:1" }]
`;

test("a baseline holds back what was known, under another release name and on other lines", () => {
  const before = lint([{ name: "old.yaml", text: release("one") }]);
  expect(before.findings.length).toBeGreaterThan(0);
  const after = lint([{ name: "new.yaml", text: release("two", "\n  minReadySeconds: 5") }], {
    baseline: baselineOf(before),
  });
  expect(after.findings).toEqual([]);
  expect(after.suppressed.map(({ suppression }) => suppression.kind)).toEqual(before.findings.map(() => "baseline"));
});

test("what is new is reported beside a baseline", () => {
  const baseline = baselineOf(lint([{ name: "old.yaml", text: release("one") }]));
  const text = release("one", "\n  updateStrategy: { rollingUpdate: { partition: 2 } }");
  expect(lint([{ name: "new.yaml", text }], { baseline }).findings.map(({ rule }) => rule)).toEqual([
    "partition-hides-all",
  ]);
});

test("a baseline made with a baseline keeps what it held back", () => {
  const baseline = baselineOf(lint([{ name: "old.yaml", text: release("one") }]));
  expect(baselineOf(lint([{ name: "old.yaml", text: release("one") }], { baseline }))).toEqual(baseline);
});

test("a baseline of one chart hides nothing of another, nor of another set of the same chart", () => {
  const before = lint([{ name: "a.yaml", text: release("one") }]);
  const baseline = baselineOf(before);
  const other = release("one").replaceAll("# Source: db/", "# Source: cache/");
  expect(lint([{ name: "a.yaml", text: other }], { baseline }).findings).toHaveLength(before.findings.length);
  const renamed = release("one").replaceAll("one-db", "one-replica");
  expect(lint([{ name: "a.yaml", text: renamed }], { baseline }).findings).toHaveLength(before.findings.length);
});

test("a release that is named like a part of a word takes nothing out of other names", () => {
  const prints = (name: string) =>
    new Set(
      lint([{ name: "a.yaml", text: release("d").replaceAll("d-db", name) }]).findings.map(
        ({ fingerprint }) => fingerprint,
      ),
    );
  const [one] = prints("d-db");
  expect(prints("d-b").has(one ?? "")).toBe(false);
});

test("an older baseline is refused in one sentence", () => {
  const baseline = { version: 1, findings: {} } as unknown as ReturnType<typeof baselineOf>;
  expect(() => lint([{ name: "a.yaml", text: release("one") }], { baseline })).toThrow(
    /^the baseline is of version 1, whose fingerprints did not tell charts apart: make it anew with --update-baseline$/,
  );
  for (const odd of [null, {}, { version: 2 }, { version: 2, findings: { a: "x" } }, { version: 3, findings: {} }])
    expect(() => lint([], { baseline: odd as unknown as typeof baseline })).toThrow(/^the baseline is /);
});

test("SARIF keeps what a baseline knows, marked as unchanged, beside what is new", () => {
  const text = release("one");
  const baseline = baselineOf(lint([{ name: "a.yaml", text }]));
  const results = (input: string, known?: typeof baseline): { ruleId: string; baselineState?: string }[] =>
    JSON.parse(format("sarif", lint([{ name: "a.yaml", text: input }], known === undefined ? {} : { baseline: known })))
      .runs[0].results;
  const worse = release("one", "\n  updateStrategy: { rollingUpdate: { partition: 2 } }");
  const states = new Map(results(worse, baseline).map(({ ruleId, baselineState }) => [ruleId, baselineState]));
  expect(states.get("partition-hides-all")).toBe("new");
  expect([...states.values()].filter((state) => state === "unchanged")).toHaveLength(results(text).length);
  expect(results(text, baseline).every(({ baselineState }) => baselineState === "unchanged")).toBe(true);
  expect(results(text).some(({ baselineState }) => baselineState !== undefined)).toBe(false);
});

import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";
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

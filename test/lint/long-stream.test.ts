import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import type { Finding } from "../../src/lint/contract/finding.ts";

const set = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: db
          image: example.com/db:1
          env:
            - name: MODE
              valueFrom: { configMapKeyRef: { name: settings, key: mode } }
          envFrom:
            - secretRef: { name: login }
`;

const named = `---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  annotations: { "sts-lint/ignor": "all: no such annotation" }
data: { moed: fast, moed: slow }
---
apiVersion: v1
kind: Secret
metadata:
  name: login
data: { user: "%" }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: broken
`;

const filler = (count: number) =>
  Array.from({ length: count }, (_, at) => `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${at}\n`).join(
    "",
  );

const said = ({ rule, severity, message, path, location, related }: Finding) => [
  rule,
  severity,
  message,
  path,
  location,
  related,
];

test("a set among thousands of ConfigMaps is told what it is told among few", () => {
  const [few, many] = [2, 3_000].map((count) => lint([{ name: "a.yaml", text: set + named + filler(count) }]));
  expect(few?.findings.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(["key-missing", "duplicate-key", "suppression-without-effect"]),
  );
  expect(many?.findings.map(said)).toEqual(few?.findings.map(said));
  expect(many?.problems).toEqual(few?.problems);
  expect(many?.problems).toHaveLength(1);
});

test("documents that hold nothing count as documents, and as nothing else", () => {
  const { summary, problems, findings } = lint([
    { name: "a.yaml", text: `${"---\n".repeat(50)}${set}${"---\n".repeat(50)}` },
  ]);
  const plain = lint([{ name: "a.yaml", text: set }]);
  expect(summary).toEqual({ ...plain.summary, documents: summary.documents });
  expect(problems).toEqual([]);
  expect(findings.length).toBe(plain.findings.length);
});

test.each(["------\n", "--- ---\n"])("a line that only looks like a separator is told: %j", (line) => {
  const { problems } = lint([{ name: "a.yaml", text: `${line}---\n${set}` }]);
  expect(problems.map(({ kind, line }) => [kind, line])).toEqual([["unreadable", 1]]);
});

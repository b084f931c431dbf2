import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import type { Finding } from "../../src/lint/contract/finding.ts";

/** A chart with a refused field and a field of doubtful use, and text enough to be worth keeping. */
const chart = (namespace: string, replicas: number) => `---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: ${namespace}
spec:
  serviceName: db
  replicas: ${replicas}
  minReadySeconds: -1
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
      annotations:
        note: ${"x".repeat(1000)}
    spec:
      containers:
        - name: db
          image: postgres:17
`;

const said = ({ rule, severity, message, path, location }: Finding) => [rule, severity, message, path, location.column];

test("in a fleet each copy of a chart is told what it is told alone, whatever was read before it", () => {
  const copies = Array.from({ length: 1200 }, (_, at) => {
    if (at === 900) return chart("Not_A_Namespace", 2);
    return chart(`team-${at}`, at % 100 === 99 ? -2 : 2);
  });
  const report = lint([{ name: "fleet", text: copies.join("") }]);
  const byCopy = copies.map((): unknown[] => []);
  const lines = chart("a", 1).split("\n").length - 1;
  for (const finding of report.findings)
    byCopy[Math.floor((finding.location.line - 1) / lines)]?.push([
      ...said(finding),
      (finding.location.line - 1) % lines,
    ]);
  const alone = new Map<string, unknown>();
  copies.forEach((copy, at) => {
    const kind = copy.replace(/team-\d+/, "team");
    const [namespace = ""] = /team-\d+|Not_A_Namespace/.exec(copy) ?? [];
    if (!alone.has(kind)) {
      const { findings } = lint([{ name: "fleet", text: copy }]);
      alone.set(
        kind,
        forTeam(
          findings.map((finding) => [...said(finding), finding.location.line - 1]),
          namespace,
        ),
      );
    }
    expect(forTeam(byCopy[at] ?? [], namespace), namespace).toEqual(alone.get(kind));
  });
  expect(alone.size).toBe(3);
});

/** Messages that name the namespace are the same but for it. */
function forTeam(findings: readonly unknown[], namespace: string): unknown {
  return JSON.parse(JSON.stringify(findings).replaceAll(namespace, "team"));
}

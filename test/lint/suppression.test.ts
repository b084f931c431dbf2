import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import type { LintOptions } from "../../src/lint/contract/options.ts";

const nodePort = (serviceName: string, annotations = "") => `apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  type: NodePort
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
${annotations}spec:
${serviceName}
  replicas: 2
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: db
          image: example.com/db:1
          ports: [{ containerPort: 5432 }]
          startupProbe: { tcpSocket: { port: 5432 } }
          readinessProbe: { tcpSocket: { port: 5432 } }
`;

const rule = "governing-service-not-headless";

function run(text: string, options: LintOptions = {}) {
  const { findings, suppressed } = lint([{ name: "db.yaml", text }], { today: "2026-11-25", ...options });
  return {
    reported: findings
      .map((finding) => finding.rule)
      .filter((id) => id === rule || id === "suppression-without-effect"),
    suppressed: suppressed.filter((finding) => finding.rule === rule).map(({ suppression }) => suppression),
  };
}

describe("a finding is suppressed", () => {
  test("by a comment on the line before", () => {
    const { reported, suppressed } = run(
      nodePort(
        "  # sts-lint-disable-next-line governing-service-not-headless -- clients need the node port\n  serviceName: db",
      ),
    );
    expect(reported).toEqual([]);
    expect(suppressed).toMatchObject([
      { kind: "comment", reason: "clients need the node port", location: { line: 15 } },
    ]);
  });

  test("by a comment on its line", () => {
    const { reported } = run(
      nodePort("  serviceName: db # sts-lint-disable-line governing-service-not-headless -- CoreDNS only"),
    );
    expect(reported).toEqual([]);
  });

  test("by an annotation of the resource", () => {
    const { reported, suppressed } = run(
      nodePort(
        "  serviceName: db",
        '  annotations:\n    sts-lint/ignore: "governing-service-not-headless: CoreDNS only"\n',
      ),
    );
    expect(reported).toEqual([]);
    expect(suppressed).toMatchObject([{ kind: "annotation", reason: "CoreDNS only" }]);
  });

  test("by the configuration, for the resources that match", () => {
    const ignore = [{ rule, reason: "not our chart", expires: "2026-11-25" }];
    expect(
      run(nodePort("  serviceName: db"), { overrides: [{ match: { kind: "StatefulSet", name: "d*" }, ignore }] }),
    ).toEqual({
      reported: [],
      suppressed: [{ kind: "config", reason: "not our chart", expires: "2026-11-25" }],
    });
    expect(run(nodePort("  serviceName: db"), { overrides: [{ match: { name: "other" }, ignore }] }).reported).toEqual([
      rule,
    ]);
  });
});

describe("a finding stands, and the suppression is reported, where it", () => {
  test("has no reason", () => {
    expect(
      run(nodePort("  serviceName: db # sts-lint-disable-line governing-service-not-headless")).reported.sort(),
    ).toEqual([rule, "suppression-without-effect"]);
  });

  test("expired yesterday", () => {
    const text = nodePort(
      "  serviceName: db # sts-lint-disable-line governing-service-not-headless -- moving (expires 2026-11-24)",
    );
    expect(run(text).reported.sort()).toEqual([rule, "suppression-without-effect"]);
    expect(run(text, { today: "2026-11-24" }).reported).toEqual([]);
  });
});

test("a suppression that suppresses nothing is reported, unless its rule is off", () => {
  const text = nodePort("  # sts-lint-disable-next-line partition-hides-all -- canary\n  serviceName: db");
  expect(run(text).reported.sort()).toEqual([rule, "suppression-without-effect"]);
  expect(run(text, { rules: { "partition-hides-all": "off" } }).reported).toEqual([rule]);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freshIn } from "../../src/cli/chart-fix-combination.ts";
import { placeInHalves } from "../../src/cli/place-in-halves.ts";
import type { Finding } from "../../src/lint/contract/finding.ts";
import { call, folder } from "./fake-host.ts";

const head = "apiVersion: v2\nname: db\nversion: 1.2.3\n";

const container = (index: number, key: string) =>
  `        - name: c${index}\n          image: registry.example.com/db:1\n          ports: [{ ${key}: ${index + 1} }]\n`;

const setOf = (containers: string) => `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { clusterIP: None, ports: [{ port: 80 }], selector: { app: db } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
${containers}`;

const run = (cwd: string, ...args: string[]) => call({ args: ["chart", "./db", "--no-helm", "-q", ...args], cwd });

describe("sts-lint chart --fix of very many findings", () => {
  it("places all that can be placed in one run, and says how many of a kind cannot", async () => {
    const computed = new Set([7, 180, 301]);
    const containers = Array.from({ length: 400 }, (_, index) =>
      container(index, computed.has(index) ? '{{ "containerport" }}' : "containerport"),
    );
    const cwd = folder({
      "db/Chart.yaml": head,
      "db/values.yaml": "",
      "db/templates/set.yaml": setOf(containers.join("")),
    });
    const { stderr } = await run(cwd, "--fix");
    const text = readFileSync(join(cwd, "db/templates/set.yaml"), "utf8");
    expect(text.match(/\bcontainerPort:/g)).toHaveLength(397);
    expect(stderr).toContain("db/templates/set.yaml: 397 findings fixed");
    expect(stderr.match(/is left in 3 places: no line of a template/g)).toHaveLength(1);
  });

  it("gives the first thousand of a rule values of their own, and says how many another run is for", async () => {
    const probed = Array.from(
      { length: 1010 },
      (_, index) =>
        `        - name: c${index}\n          image: registry.example.com/db:1\n          livenessProbe: { tcpSocket: { port: 1 }, periodSeconds: ${index + 1} }\n`,
    );
    const cwd = folder({
      "db/Chart.yaml": head,
      "db/values.yaml": "",
      "db/templates/set.yaml": setOf(probed.join("")),
    });
    const { stderr } = await run(cwd, "--fix", "--unsafe-fixes");
    expect(stderr).toContain("db/templates/set.yaml: 1000 findings fixed");
    expect(stderr).toContain(
      "probe-not-parameterized of StatefulSet/db is left in 10 places: more fixes than one run places: run it again",
    );
  });
});

describe("sts-lint chart --fix of what hangs together", () => {
  const port = (name: string) =>
    `        - name: c\n          image: r/db:1\n          ports:\n            - {{ include "${name}" . }}\n`;
  const named = (name: string, containers: string) =>
    setOf(containers).replaceAll("db", name).replaceAll(`r/${name}`, "r/db");
  const helper = (name: string, number: number) => `{{- define "${name}" }}containerport: ${number}{{ end }}\n`;

  it("changes a helper that several sets print for all of them, whatever else is refused beside it", async () => {
    const cwd = folder({
      "db/Chart.yaml": head,
      "db/values.yaml": "",
      "db/templates/_h.tpl": helper("bad", 7) + helper("both", 8),
      "db/templates/set.yaml": [
        named("aaa", port("bad")),
        named("b0", port("both")),
        named("b1", port("both")),
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: m }\ndata: { a: {{ include "bad" . | quote }} }\n',
      ].join("---\n"),
    });
    const { stderr } = await run(cwd, "--fix");
    expect(readFileSync(join(cwd, "db/templates/_h.tpl"), "utf8")).toBe(
      helper("bad", 7) + helper("both", 8).replace("containerport", "containerPort"),
    );
    expect(stderr).toContain("unknown-field of StatefulSet/aaa is left: it would change more");
  });

  it("places what can be placed of a long chart, however many are refused ahead of it", async () => {
    const count = 10;
    const all = Array.from({ length: count }, (_, index) => `p${index}`);
    const cwd = folder({
      "db/Chart.yaml": head,
      "db/values.yaml": "",
      "db/templates/_h.tpl": all.map((name, index) => helper(name, index + 1)).join(""),
      "db/templates/set.yaml": setOf(
        all.map((name, index) => port(name).replace("name: c", `name: c${index}`)).join("") +
          container(99, "containerport"),
      ),
      "db/templates/map.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: m }\ndata:\n  long: {{ repeat 700000 "x" }}\n${all
        .map((name) => `  ${name}: {{ include "${name}" . | quote }}\n`)
        .join("")}`,
    });
    const { stderr } = await run(cwd, "--fix");
    expect(stderr).toContain("db/templates/set.yaml: 1 finding fixed");
    expect(stderr).toContain(`is left in ${count} places: it would change more`);
  });

  it("plans no value for what another fix of the run changes", async () => {
    const cwd = folder({
      "db/Chart.yaml": head,
      "db/values.yaml": "",
      "db/templates/set.yaml": setOf(
        "        - name: c\n          image: r.example.com/db:1\n          livenessProbe:\n            tcpSocket: { port: 1 }\n            periodseconds: 5\n",
      ),
    });
    const { stderr } = await run(cwd, "--fix", "--unsafe-fixes");
    const text = readFileSync(join(cwd, "db/templates/set.yaml"), "utf8");
    expect(text).toContain("            periodSeconds: 5\n");
    expect(text).not.toContain("toYaml");
    expect(stderr).toContain("is left: another fix changes what it is about: run it again");
    await run(cwd, "--fix", "--unsafe-fixes");
    expect(readFileSync(join(cwd, "db/templates/set.yaml"), "utf8")).toContain(
      "periodSeconds: {{ .Values.livenessProbe.periodSeconds }}",
    );
  });
});

describe("what a fix brings, where not all findings of a rule are listed", () => {
  const finding = (fingerprint: string, more?: number) =>
    ({
      rule: "r",
      severity: "warning",
      fingerprint,
      resource: { kind: "StatefulSet", name: "db" },
      ...(more === undefined ? {} : { more }),
    }) as Finding;
  const before = [finding("a"), finding("more", 5)];

  it("is nothing where one that was only counted takes the place of one that is gone", () => {
    expect(freshIn([finding("b"), finding("more", 4)], before)).toBeUndefined();
  });

  it("is told where there are more of them in all", () => {
    expect(freshIn([finding("a"), finding("b"), finding("more", 5)], before)).toEqual(finding("b"));
  });
});

describe("placing changes in halves", () => {
  const placed = (refused: ReadonlySet<number>, count: number) => {
    const kept: number[] = [];
    const left: number[] = [];
    let proofs = 0;
    placeInHalves(
      Array.from({ length: count }, (_, index) => index),
      (some) => {
        proofs++;
        if (some.some((one) => refused.has(one))) return "no";
        kept.push(...some);
        return undefined;
      },
      (one) => left.push(one),
    );
    return { kept, left, proofs };
  };

  it("keeps what can be placed, and leaves just the rest", () => {
    const { kept, left } = placed(new Set([0, 13, 14, 99]), 100);
    expect(left.sort((one, other) => one - other)).toEqual([0, 13, 14, 99]);
    expect(kept.sort((one, other) => one - other)).toEqual(
      Array.from({ length: 100 }, (_, index) => index).filter((one) => !left.includes(one)),
    );
  });

  it("needs one proof where nothing is refused, and few where little is", () => {
    expect(placed(new Set(), 1000).proofs).toBe(1);
    expect(placed(new Set([500]), 1000).proofs).toBeLessThan(25);
  });
});

describe("sts-lint chart with very many values files", () => {
  const many = (count: number) =>
    folder({
      "db/Chart.yaml": head,
      "db/values.yaml": "",
      "db/templates/set.yaml": setOf(container(1, "containerPort")),
      ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`db/ci/${index}-values.yaml`, "a: 1\n"])),
    });

  it("renders a thousand of them, and asks for a narrower pattern where there are more", async () => {
    const cwd = many(1001);
    expect(await run(cwd, "--values-matrix")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("1001 values files fit below"),
    });
    expect(await run(cwd, "--values-matrix=ci/10??-values.yaml")).toMatchObject({ status: 0, stderr: "" });
    expect(await run(cwd, "--fix")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("db has 1001, where 1000 are proved at most"),
    });
  });
});

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

describe("only a comment suppresses", () => {
  const directive = "# sts-lint-disable-next-line governing-service-not-headless -- x";
  const inString = (value: string) => run(nodePort("  serviceName: db", `  annotations:\n    note: ${value}\n`));

  test("never a line inside a block scalar or a quoted string", () => {
    const text = (value: string) => nodePort(`  x-note: ${value}\n  serviceName: db`);
    expect(run(text(`|\n    text\n    ${directive}`)).reported).toEqual([rule]);
    expect(run(text(`"text\n    ${directive}"`)).reported).toEqual([rule]);
    expect(run(text(`'text\n    ${directive}'`)).reported).toEqual([rule]);
    expect(run(text(`a\n  ${directive}`)).reported).toEqual([]);
    expect(run(text(`|\n    text\n  ${directive}`)).reported).toEqual([]);
    expect(inString(`"# sts-lint-disable-nextline"`).reported).toEqual([rule]);
  });
});

describe("several rules in one directive", () => {
  test("in a comment, parted by commas", () => {
    const text = nodePort(
      "  # sts-lint-disable-next-line partition-hides-all, governing-service-not-headless -- x\n  serviceName: db",
    );
    expect(run(text, { rules: { "partition-hides-all": "off" } }).reported).toEqual([]);
  });

  test("in an annotation, parted by commas, semicolons or lines, each with its reason", () => {
    const reasons = (value: string) =>
      run(nodePort("  serviceName: db", `  annotations:\n    sts-lint/ignore: ${value}\n`), {
        rules: { "partition-hides-all": "off" },
      }).suppressed.map(({ reason }) => reason);
    expect(reasons('"partition-hides-all, governing-service-not-headless: one, two; three"')).toEqual([
      "one, two; three",
    ]);
    expect(reasons('"partition-hides-all: a; governing-service-not-headless: b"')).toEqual(["b"]);
    expect(reasons('"governing-service-not-headless: b: c, d, partition-hides-all: a"')).toEqual(["b: c, d"]);
    expect(reasons("|\n      partition-hides-all: a\n      governing-service-not-headless: b\n")).toEqual(["b"]);
  });
});

describe("a directive that is not understood is answered", () => {
  const answers = (line: string, annotations = "") =>
    lint([{ name: "db.yaml", text: nodePort(`${line}  serviceName: db`, annotations) }], { today: "2026-11-25" })
      .findings.filter(({ rule: id }) => id === "suppression-without-effect")
      .map(({ message }) => message);

  test("with what was meant, where it is misspelt", () => {
    for (const word of ["sts-lint-disable-nextline", "sts-lint-disable-next-lines", "sts-lint-disabel-next-line"])
      expect(answers(`  # ${word} ${rule} -- x\n`).join()).toContain("did you mean `sts-lint-disable-next-line`?");
    expect(answers(`  # sts-lint disable-line ${rule} -- x\n`).join()).toContain(
      "did you mean `sts-lint-disable-line`?",
    );
    expect(answers("  # sts-lint-disable-line -- x\n").join()).toContain("names no rule");
    expect(answers(`  # sts-lint-disable-line ${rule} because\n`).join()).toContain("without a reason");
    expect(answers(`  # sts-lint-disable-line ${rule} -- x (expires soon)\n`).join()).toContain("is no day");
  });

  test("with the rule that was meant", () => {
    expect(answers("  # sts-lint-disable-line governing-service-no-headless -- x\n").join()).toContain(
      `did you mean \`${rule}\`?`,
    );
    const annotated = (key: string, value: string) => answers("", `  annotations:\n    ${key}: ${value}\n`).join();
    expect(annotated("sts-lint/ignore", '"governing-service-no-headless: x"')).toContain(`did you mean \`${rule}\`?`);
    expect(annotated("sts-lint/ignored", `"${rule}: x"`)).toContain("did you mean `sts-lint/ignore`?");
  });

  test("and a comment that only speaks of us is left alone", () => {
    expect(answers("  # sts-lint runs in CI\n")).toEqual([]);
    expect(answers("  # see https://example.com/sts-lint/ignore\n")).toEqual([]);
  });
});

test("a long annotation is read in one go", () => {
  const start = performance.now();
  run(nodePort("  serviceName: db", `  annotations:\n    sts-lint/ignore: "${rule}: a${" ".repeat(300_000)}b"\n`));
  expect(performance.now() - start).toBeLessThan(2_000);
});

describe("an `ignore` of the configuration", () => {
  const inputs = ["web", "cache", "db"].map((name) => ({
    name: `${name}.yaml`,
    text: `# Source: ${name}/templates/all.yaml\n${nodePort("  serviceName: db")
      .replace("type: NodePort", name === "cache" ? "type: NodePort" : "clusterIP: None")
      .replaceAll("name: db\n", `name: ${name}\n`)
      .replace("serviceName: db", `serviceName: ${name}`)}`,
  }));
  const ignoring = (id: string) => ({
    today: "2026-11-25",
    overrides: [{ match: { kind: "StatefulSet" }, ignore: [{ rule: id, reason: "as agreed" }] }],
  });
  const faults = (some: typeof inputs, id: string) =>
    lint(some, ignoring(id))
      .findings.filter((finding) => finding.rule === "suppression-without-effect")
      .map(({ resource }) => resource.name);

  test("that one of many resources needs is told of none", () => {
    expect(lint(inputs, ignoring(rule)).suppressed.map(({ resource }) => resource.name)).toEqual(["cache"]);
    expect(faults(inputs, rule)).toEqual([]);
    expect(faults([...inputs].reverse(), rule)).toEqual([]);
  });

  test("that nothing needs is told once, at one resource whatever comes first", () => {
    expect(faults(inputs, "partition-hides-all")).toEqual(["cache"]);
    expect(faults([...inputs].reverse(), "partition-hides-all")).toEqual(["cache"]);
  });
});

describe("a directive in an odd place", () => {
  const withSources = (text: string) =>
    text
      .replace(/^/, "---\n# Source: db/templates/a.yaml\n")
      .replace("\n---\n", "\n---\n# Source: db/templates/b.yaml\n");

  /** What is said of directives, with the line and column of each. */
  function said(text: string): string[] {
    return lint([{ name: "db.yaml", text }])
      .findings.filter((finding) => finding.rule === "suppression-without-effect")
      .map(({ location, message }) => `${location.line}:${location.column} ${message}`);
  }

  test("behind a `---` that ends another document is read: its next line is the one below", () => {
    const flow = (comment: string) =>
      `${nodePort("  serviceName: other").split("---\n")[0]}---  ${comment}\n{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {serviceName: db, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: "db:1"}]}}}}\n`;
    expect(run(flow("")).reported).toEqual([rule]);
    const { reported, suppressed } = run(flow(`# sts-lint-disable-next-line ${rule} -- as agreed`));
    expect(reported).toEqual([]);
    expect(suppressed).toMatchObject([{ reason: "as agreed", location: { line: 9, column: 6 } }]);
    expect(said(nodePort("  serviceName: db").replace("---", `---\t# sts-lint-disable-line x-y -- as agreed`))).toEqual(
      [expect.stringMatching(/^9:5 .*`x-y`, and there is no such rule/)],
    );
  });

  test("behind the `|` of a block scalar is a comment, in its lines it is text", () => {
    expect(
      run(nodePort(`  serviceName: |- # sts-lint-disable-line ${rule} -- as agreed\n    db`)).suppressed,
    ).toHaveLength(1);
    expect(
      run(nodePort(`  serviceName: >-  # sts-lint-disable-line ${rule} -- as agreed\n    db`)).suppressed,
    ).toHaveLength(1);
    const inside = `  note: |\n    # sts-lint-disable-next-line ${rule} -- as agreed\n  serviceName: db`;
    expect(run(nodePort(inside)).reported).toEqual([rule]);
  });

  test.each(["", "\ufeff"])("above a file whose documents come from a chart is answered (%j)", (mark) => {
    const text = `${mark}# sts-lint-disable-next-line ${rule} -- as agreed\n${withSources(nodePort("  serviceName: db"))}`;
    expect(said(text)).toEqual([expect.stringMatching(/^1:\d .*has nothing to say here/)]);
  });

  test.each([
    ["no text", "  annotations:\n    sts-lint/ignore:\n", "it names no rule"],
    ["an empty one", '  annotations: { sts-lint/ignore: "" }\n', "it names no rule"],
    ["another name", `  annotations: { sts-lint.io/ignore: "${rule}: x" }\n`, "did you mean `sts-lint/ignore`?"],
    [
      "a label",
      `  labels: { sts-lint/ignore: ${rule} }\n`,
      "it is a label; write it among the annotations of the StatefulSet",
    ],
  ])("an annotation that is none is answered: %s", (_, metadata, hint) => {
    expect(said(nodePort("  serviceName: db", metadata))).toEqual([expect.stringContaining(hint)]);
  });

  test("an annotation of the pod template or of a claim template is answered, unless the set has it, too", () => {
    const line = `annotations: { sts-lint/ignore: "${rule}: as agreed" }`;
    const everywhere = (own: string) =>
      `${nodePort("  serviceName: db", own).replace("    metadata:\n", `    metadata:\n      ${line}\n`)}  volumeClaimTemplates:\n  - metadata: { name: data, ${line} }\n    spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }\n`;
    expect(said(everywhere(""))).toEqual([
      expect.stringContaining("it is on the pod template; write it among"),
      expect.stringContaining("it is on a claim template; write it among"),
    ]);
    expect(said(everywhere(`  ${line}\n`))).toEqual([]);
  });
});

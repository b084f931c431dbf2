import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { Finding, Report } from "../../src/lint/contract/finding.ts";
import { OptionError } from "../../src/lint/contract/options.ts";
import { format, formatNames } from "../../src/report/format.ts";
import fc from "../properties.ts";
import { sampleFinding, sampleReport } from "./sample.ts";

const schemaText = readFileSync(new URL("../../schemas/report.schema.json", import.meta.url), "utf8");
const validate = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(JSON.parse(schemaText));

/** A finding that uses every optional field. */
const fullFinding: Finding = {
  ...sampleFinding,
  versions: ["1.36", "1.37"],
  admission: { type: "FieldValueInvalid", field: "spec.replicas", detail: "must be at least 0" },
  template: {
    file: "python-app/templates/statefulset.yaml",
    line: 9,
    column: 3,
    endLine: 9,
    endColumn: 20,
    approximate: true,
  },
  values: [{ file: "values.yaml", line: 3, path: ["service", "name"] }],
  fix: {
    description: "name the headless Service",
    safe: true,
    edits: [{ location: sampleFinding.location, text: "python-app-headless" }],
  },
  approximate: true,
};

/** Puts the text into every field of a report that can hold text from an input. */
function reportWith(text: string): Report {
  const location = { ...sampleFinding.location, file: text, source: text };
  const resource = { apiVersion: text, kind: text, namespace: text, name: text };
  const finding: Finding = {
    ...fullFinding,
    message: text,
    help: text,
    resource,
    location,
    path: ["spec", text],
    related: [{ message: text, resource, path: [text], location }],
    admission: { type: text, field: text, detail: text },
    template: { file: text, line: 1, column: 1, endLine: 1, endColumn: 2 },
    values: [{ file: text, line: 1, path: [text] }],
    fix: { description: text, safe: false, edits: [{ location, text }] },
  };
  return sampleReport({
    findings: [finding, { ...finding, severity: "info" }],
    problems: [{ kind: "unreadable", file: text, line: 51, column: 1, message: text }],
    suppressed: [{ ...finding, suppression: { kind: "comment", reason: text } }],
    unchecked: [{ resource, location, why: text }],
    lines: { 51: text },
    file: text,
  });
}

describe("json", () => {
  it("has the contract's keys in the contract's order", () => {
    const text = format("json", sampleReport());
    expect(Object.keys(JSON.parse(text))).toEqual([
      "version",
      "tool",
      "kubernetesVersions",
      "summary",
      "rules",
      "findings",
      "suppressed",
      "problems",
      "unchecked",
    ]);
    expect(Object.keys(JSON.parse(text).findings[0])).toEqual([
      "rule",
      "severity",
      "confidence",
      "message",
      "resource",
      "path",
      "location",
      "related",
      "help",
      "fingerprint",
    ]);
  });

  it("is what its schema says, with every optional field and with none", () => {
    const reports = [
      sampleReport(),
      sampleReport({ findings: [] }),
      sampleReport({
        findings: [fullFinding],
        suppressed: [
          {
            ...fullFinding,
            suppression: { kind: "comment", reason: "known", expires: "2027-01-31", location: sampleFinding.location },
          },
        ],
        problems: [{ kind: "empty", file: "stdin", line: 1, column: 1, message: "empty" }],
        unchecked: [
          { resource: sampleFinding.resource, location: sampleFinding.location, why: "another controller's" },
        ],
      }),
    ];
    for (const report of reports) {
      const written: unknown = JSON.parse(format("json", report));
      validate(written);
      expect(validate.errors ?? []).toEqual([]);
      expect(written).toEqual(JSON.parse(JSON.stringify(report)));
    }
  });

  it("has a schema that refuses what is not promised", () => {
    const report = JSON.parse(format("json", sampleReport()));
    expect(validate({ ...report, findings: [{ ...report.findings[0], colour: "red" }] })).toBe(false);
    expect(validate({ ...report, suppressed: report.findings })).toBe(false);
  });

  it("writes keys in one order, whatever order the report was built in", () => {
    const report = sampleReport({ findings: [fullFinding] });
    const reversed = Object.fromEntries(Object.entries(report).reverse()) as unknown as Report;
    expect(format("json", reversed)).toBe(format("json", report));
  });
});

describe("concise", () => {
  it("is one line a finding, and the summary", () => {
    expect(format("concise", sampleReport())).toBe(
      [
        "stdin:51:16: error[governing-service-not-headless] serviceName `python-app` names a NodePort Service, not a headless one (python-app/templates/statefulset.yaml)",
        "✖ 1 error, 0 warnings in 1 StatefulSet (3 documents, 1 chart)",
        "",
      ].join("\n"),
    );
  });
});

describe("github", () => {
  it("annotates the line and escapes what a workflow command would take apart", () => {
    const finding: Finding = {
      ...sampleFinding,
      message: "100% of a:b,c\r\nd",
      location: { ...sampleFinding.location, file: "a,b:c.yaml" },
    };
    expect(format("github", sampleReport({ findings: [finding] }))).toBe(
      "::error file=a%2Cb%3Ac.yaml,line=51,endLine=51,col=16,endColumn=26,title=governing-service-not-headless::" +
        "100%25 of a:b,c␍␊d%0Ahelp: add a Service with `clusterIP: None` and name it in serviceName\n",
    );
  });

  it("points at the template where it is known", () => {
    expect(format("github", sampleReport({ findings: [fullFinding] }))).toContain(
      "file=python-app/templates/statefulset.yaml,line=9,",
    );
  });
});

describe("gitlab", () => {
  it("gives every entry a fingerprint of its own", () => {
    const entries = JSON.parse(format("gitlab", sampleReport({ findings: [sampleFinding, sampleFinding] })));
    expect(entries).toHaveLength(2);
    expect(entries[0]).toMatchObject({
      check_name: "governing-service-not-headless",
      severity: "critical",
      location: { path: "stdin", lines: { begin: 51 } },
    });
    expect(new Set(entries.map((entry: { fingerprint: string }) => entry.fingerprint)).size).toBe(2);
  });
});

describe("sarif", () => {
  const run = (report: Report) => JSON.parse(format("sarif", report)).runs[0];

  it("says which package speaks, as an absolute URI", () => {
    const { informationUri } = run(sampleReport()).tool.driver;
    expect(new URL(informationUri).protocol).toBe("pkg:");
  });

  it("has what code scanning reads: rules with texts, regions with four fields, fingerprints", () => {
    const { tool, results } = run(sampleReport({ findings: [fullFinding] }));
    const rule = tool.driver.rules[results[0].ruleIndex];
    expect(rule.id).toBe("governing-service-not-headless");
    expect(rule.shortDescription.text).not.toBe("");
    expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1024);
    expect(rule.help.text).not.toBe("");
    expect(results[0]).toMatchObject({
      level: "error",
      partialFingerprints: { primaryLocationLineHash: fullFinding.fingerprint },
    });
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "python-app/templates/statefulset.yaml" },
      region: { startLine: 9, startColumn: 3, endLine: 9, endColumn: 20 },
    });
  });

  it("writes paths as URIs", () => {
    const at = (file: string) =>
      run(sampleReport({ findings: [{ ...sampleFinding, location: { ...sampleFinding.location, file } }] })).results[0]
        .locations[0].physicalLocation.artifactLocation.uri;
    expect(at("./out/a b#c.yaml")).toBe("out/a%20b%23c.yaml");
    expect(at("/tmp/a.yaml")).toBe("file:///tmp/a.yaml");
    expect(at("C:\\out\\a.yaml")).toBe("file:///C:/out/a.yaml");
  });

  it("keeps the worst of more results than code scanning takes, and says so", () => {
    const findings = Array.from(
      { length: 25_002 },
      (_, index): Finding => ({ ...sampleFinding, severity: index < 5 ? "info" : "error" }),
    );
    const { results, invocations } = run(sampleReport({ findings }));
    expect(results).toHaveLength(25_000);
    expect(results.filter((result: { level: string }) => result.level === "note")).toHaveLength(3);
    expect(invocations[0].toolExecutionNotifications[0].message.text).toContain("2 findings");
  });

  it("tells of input that could not be read", () => {
    const { invocations } = run(
      sampleReport({ problems: [{ kind: "unreadable", file: "a.yaml", line: 7, column: 3, message: "cut off" }] }),
    );
    expect(invocations[0]).toMatchObject({ executionSuccessful: false });
    expect(invocations[0].toolExecutionNotifications[0].message.text).toBe("cut off");
  });
});

describe("junit", () => {
  it("has a failure for what was found and a passing test case for every other rule", () => {
    const text = format("junit", sampleReport());
    expect(text).toContain('<testsuites name="sts-lint" tests="2" failures="1" errors="0">');
    expect(text).toContain('name="governing-service-missing"/>');
    expect(text).toContain('type="error">python-app/templates/statefulset.yaml (stdin:51:16)');
  });

  it("lists the passing rules of a clean run", () => {
    expect(format("junit", sampleReport({ findings: [] }))).toContain('name="governing-service-not-headless"/>');
  });

  it("does not fail for an info", () => {
    const text = format("junit", sampleReport({ findings: [{ ...sampleFinding, severity: "info" }] }));
    expect(text).toContain('failures="0"');
    expect(text).toContain("<system-out>");
  });
});

describe("rdjson", () => {
  it("counts columns in bytes, as reviewdog does", () => {
    const finding: Finding = {
      ...sampleFinding,
      related: [],
      location: { ...sampleFinding.location, column: 6, endColumn: 8 },
    };
    const text = format("rdjson", sampleReport({ findings: [finding], lines: { 51: "é日: «x»" } }));
    expect(JSON.parse(text).diagnostics[0].location.range).toEqual({
      start: { line: 51, column: 10 },
      end: { line: 51, column: 13 },
    });
  });
});

describe("every format", () => {
  it("is refused with a hint when its name is unknown", () => {
    expect(() => format("jsonn", sampleReport())).toThrow(OptionError);
    expect(() => format("jsonn", sampleReport())).toThrow("did you mean `json`?");
    expect(() => format("toString", sampleReport())).toThrow(OptionError);
  });

  it.each(formatNames)("%s prints no control or bidirectional character of the input", (name) => {
    const hostile = "\u001b[2J\u0007\u0000\u009b31m\u202edeb\u2066\u200f\u2028x\r\ny\u007f\ud800";
    const unsafe = /[\p{Cc}\u2028\u2029\p{Bidi_Control}\p{Surrogate}]/u;
    const check = (text: string): void => {
      const out = format(name, reportWith(text));
      expect(unsafe.exec(out.replaceAll("\n", ""))).toBeNull();
    };
    check(hostile);
    fc.assert(fc.property(fc.string({ unit: "binary" }), check), { numRuns: 200 });
  });

  it.each(["json", "sarif", "gitlab", "rdjson"])("%s is JSON whatever the input holds", (name) => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(() => JSON.parse(format(name, reportWith(text)))).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });

  it("github keeps each annotation on a line of its own", () => {
    const lines = format("github", reportWith("a\n::error::b\r::warning::c")).trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/^::(error|notice) file=/);
  });
});

import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/lint/contract/finding.ts";
import { format } from "../../src/report/format.ts";
import { textWidth } from "../../src/report/text-width.ts";
import { sampleFinding, sampleReport } from "./sample.ts";

const escapeCharacter = String.fromCharCode(27);

/** Columns of a row's marks, after the gutter's bar. */
function markColumns(text: string, sign: string): [number, number] {
  const row = text.split("\n").find((line) => line.includes(`${sign} `) && line.trimStart().startsWith("|"));
  const start = row?.indexOf(sign) ?? -1;
  return [start, (row?.lastIndexOf(sign) ?? -1) + 1];
}

describe("a finding on the terminal", () => {
  it("shows both places, the help, how to learn more, and the summary", () => {
    expect(format("pretty", sampleReport())).toBe(
      [
        "error[governing-service-not-headless]: serviceName `python-app` names a NodePort Service, not a headless one",
        "   --> python-app/templates/statefulset.yaml (stdin:51:16)",
        "    |",
        " 51 |   serviceName: python-app",
        "    |                ^^^^^^^^^^ StatefulSet/python-app",
        "    |",
        "   ::: python-app/templates/service.yaml (stdin:28:9)",
        " 28 |   type: NodePort",
        "    |         -------- Service/python-app has a cluster IP",
        "    |",
        "    = help: add a Service with `clusterIP: None` and name it in serviceName",
        "    = explain: sts-lint rules governing-service-not-headless",
        "",
        "✖ 1 error, 0 warnings in 1 StatefulSet (3 documents, 1 chart)",
        "",
      ].join("\n"),
    );
  });

  it("names the first of many values that feed a mapping, and counts the others", () => {
    const values = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ file: "values.yaml", line: at + 1, path: ["db", `v${at}`] }));
    const shown = (count: number) =>
      format("pretty", sampleReport({ findings: [{ ...sampleFinding, values: values(count) }] }))
        .split("\n")
        .flatMap((line) => (line.includes("= value: ") ? [line.split("= value: ")[1]] : []));
    const first = [0, 1, 2, 3].map((at) => `db.v${at} (values.yaml:${at + 1})`);
    expect(shown(4)).toEqual(first);
    expect(shown(5)).toEqual([...first.slice(0, 3), "and 2 more values"]);
  });

  it("is told once of a problem that many files have in the same words, in the order of the first of them", () => {
    const problem = (file: string, message: string) => ({
      kind: "ignored-text" as const,
      file,
      line: 1,
      column: 1,
      message,
    });
    const problems = [
      ...["a", "b", "c", "d", "e", "f", "g"].map((name) => problem(`${name}.yaml`, "no object")),
      problem("b.yaml", "something else"),
    ];
    expect(format("pretty", sampleReport({ findings: [], problems }))).toContain(
      [
        "input[ignored-text]: no object",
        "   --> a.yaml:1:1",
        "   --> b.yaml:1:1",
        "   --> c.yaml:1:1",
        "   --> d.yaml:1:1",
        "   --> e.yaml:1:1",
        "   --> and 2 more files: `--format json` names each",
        "",
        "input[ignored-text]: something else",
        "   --> b.yaml:1:1",
        "",
      ].join("\n"),
    );
  });

  it("is told of two problems of one file in the same words as of two", () => {
    const problem = { kind: "ignored-text" as const, file: "a.yaml", column: 1, message: "no object" };
    const problems = [1, 5].map((line) => ({ ...problem, line }));
    const text = format("pretty", sampleReport({ findings: [], problems }));
    expect(text.split("no object")).toHaveLength(3);
  });

  it("ends no line with a blank, also where a help goes on below", () => {
    const help = "write: \n  spec:\n    replicas: 1";
    const text = format("pretty", sampleReport({ findings: [{ ...sampleFinding, help }] }));
    expect(text).toContain("    = help: write:\n        spec:\n          replicas: 1\n");
    expect(text.split("\n").filter((line) => /\s$/.test(line))).toEqual([]);
  });

  it("leaves out the lines between two places of one document", () => {
    const [related] = sampleFinding.related;
    if (related === undefined) throw new Error("the sample has a related place");
    const location = { ...sampleFinding.location, line: 60, endLine: 60, column: 3, endColumn: 11 };
    const finding: Finding = { ...sampleFinding, related: [{ ...related, location, message: "2 replicas" }] };
    const text = format(
      "pretty",
      sampleReport({ findings: [finding], lines: { 51: "  serviceName: python-app", 60: "  replicas: 2" } }),
    );
    expect(text).toContain(
      [
        " 51 |   serviceName: python-app",
        "    |                ^^^^^^^^^^ StatefulSet/python-app",
        " ...",
        " 60 |   replicas: 2",
        "    |   -------- 2 replicas",
      ].join("\n"),
    );
  });

  it("draws a range over several lines with a rail", () => {
    const location = { file: "stdin", line: 10, column: 5, endLine: 13, endColumn: 1 };
    const lines = { 10: "    args: |", 11: "      one", 12: "      two" };
    const text = format("pretty", sampleReport({ findings: [{ ...sampleFinding, location, related: [] }], lines }));
    expect(text).toContain(
      [
        " 10 | /     args: |",
        " 11 | |       one",
        " 12 | |       two",
        "    | |_________^ StatefulSet/python-app",
      ].join("\n"),
    );
  });

  it("underlines wide characters, emoji, tabs and combining marks where the terminal shows them", () => {
    const before = "\tnäme: 日本 👩‍👩‍👧 e\u0301 ";
    const location = { ...sampleFinding.location, column: before.length + 1, endColumn: before.length + 3 };
    const report = sampleReport({
      findings: [{ ...sampleFinding, location, related: [] }],
      lines: { 51: `${before}値段` },
    });
    const text = format("pretty", report);
    const shown = text.split("\n").find((line) => line.startsWith(" 51 |")) ?? "";
    const [start, end] = markColumns(text, "^");
    expect(start).toBe(textWidth(shown.slice(0, shown.indexOf("値"))));
    expect(end - start).toBe(4);
  });

  it("shows the part of a very long line that matters", () => {
    const before = "x".repeat(200_000);
    const location = { ...sampleFinding.location, column: before.length + 1, endColumn: before.length + 6 };
    const lines = { 51: `${before}wrong${"y".repeat(50_000)}` };
    const text = format("pretty", sampleReport({ findings: [{ ...sampleFinding, location, related: [] }], lines }), {
      width: 80,
    });
    const row = text.split("\n").find((line) => line.startsWith(" 51 |")) ?? "";
    const [start, end] = markColumns(text, "^");
    expect(row.slice(start, end)).toBe("wrong");
    expect(row).toMatch(/^ 51 \| …x+wrongy+…$/);
    for (const line of text.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(80);
  });

  it("wraps messages, labels and help at the terminal's width", () => {
    const words = Array.from({ length: 40 }, (_, index) => `word${index}`).join(" ");
    const finding: Finding = { ...sampleFinding, message: words, help: words };
    const text = format("pretty", sampleReport({ findings: [finding] }), { width: 60 });
    for (const line of text.split("\n").slice(0, -3)) expect(textWidth(line)).toBeLessThanOrEqual(60);
    expect(text.replace(/\s+/g, " ")).toContain(`not-headless]: ${words}`);
  });

  it("prints places alone where the lines are not at hand", () => {
    const text = format("pretty", { ...sampleReport() });
    expect(text).toContain("--> python-app/templates/statefulset.yaml (stdin:51:16)");
    expect(text).toContain("| Service/python-app has a cluster IP");
  });

  it("colours only when asked", () => {
    expect(format("pretty", sampleReport())).not.toContain(escapeCharacter);
    const colored = format("pretty", sampleReport(), { color: true });
    expect(colored).toContain(escapeCharacter);
    expect(colored.replaceAll(new RegExp(`${escapeCharacter}\\[[0-9;]*m`, "g"), "")).toBe(
      format("pretty", sampleReport()),
    );
  });

  it("gives the same bytes for the same report", () => {
    expect(format("pretty", sampleReport())).toBe(format("pretty", sampleReport()));
  });
});

describe("the summary", () => {
  const end = (parts: Parameters<typeof sampleReport>[0]): string => format("pretty", sampleReport(parts));

  it("says that nothing was found", () => {
    expect(end({ findings: [] })).toBe("✔ no findings in 1 StatefulSet (3 documents, 1 chart)\n");
  });

  it("says that there was no StatefulSet", () => {
    expect(end({ findings: [], statefulSets: 0 })).toBe("✔ no StatefulSet in the input (3 documents, 1 chart)\n");
  });

  it("counts what was not checked, what was suppressed and by what, and what could not be read", () => {
    const text = end({
      notChecked: 2,
      suppressed: [{ ...sampleFinding, suppression: { kind: "baseline" } }],
      problems: [{ kind: "unreadable", file: "stdin", line: 7, column: 3, message: "found a tab where spaces belong" }],
    });
    expect(text).toContain("input[unreadable]: found a tab where spaces belong\n   --> stdin:7:3\n");
    expect(text).toContain("  1 problem with the input\n");
    expect(text).toContain("  2 documents not checked: of kinds that no rule uses\n");
    expect(text).toContain("  1 finding suppressed: 1 by baseline\n");
  });

  it("is never a clean one beside input that could not be read", () => {
    const problem = { kind: "unreadable", file: "a.yaml", line: 1, column: 1, message: "cut off" } as const;
    expect(end({ findings: [], problems: [problem] })).toContain("✖ not all of the input could be read");
  });

  it("counts by rule where there are many findings, the worst first", () => {
    const many = Array.from({ length: 12 }, (_, index): Finding => {
      return index % 3 === 0 ? sampleFinding : { ...sampleFinding, rule: "probes-identical", severity: "warning" };
    });
    expect(end({ findings: many })).toContain(
      ["  4 error   governing-service-not-headless", "  8 warning probes-identical", "", "✖ 4 errors, 8 warnings"].join(
        "\n",
      ),
    );
  });
});

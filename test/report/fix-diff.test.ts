import { describe, expect, it } from "vitest";
import type { Edit, Finding } from "../../src/lint/contract/finding.ts";
import { fixDiff } from "../../src/report/fix-diff.ts";
import { sampleFinding, sampleReport } from "./sample.ts";

const text = Array.from({ length: 20 }, (_, index) => `line${index + 1}: a`)
  .join("\n")
  .concat("\n");

function edit(line: number, column: number, endLine: number, endColumn: number, replacement: string): Edit {
  return { location: { file: "stdin", line, column, endLine, endColumn }, text: replacement };
}

function diff(...edits: Edit[]): string {
  const findings = edits.map(
    (one): Finding => ({ ...sampleFinding, fix: { description: "", safe: true, edits: [one] } }),
  );
  return fixDiff(sampleReport({ findings }), (file) => (file === "stdin" ? text : undefined));
}

describe("--fix-dry-run", () => {
  it("shows the changed line with three lines around it", () => {
    expect(diff(edit(10, 9, 10, 10, "b"))).toBe(
      [
        "--- stdin",
        "+++ stdin",
        "@@ -7,7 +7,7 @@",
        " line7: a",
        " line8: a",
        " line9: a",
        "-line10: a",
        "+line10: b",
        " line11: a",
        " line12: a",
        " line13: a",
        "",
      ].join("\n"),
    );
  });

  it("takes a line out where nothing of it is left, and counts the lines on", () => {
    expect(diff(edit(2, 1, 3, 9, ""), edit(19, 9, 19, 10, "b"))).toBe(
      [
        "--- stdin",
        "+++ stdin",
        "@@ -1,6 +1,4 @@",
        " line1: a",
        "-line2: a",
        "-line3: a",
        " line4: a",
        " line5: a",
        " line6: a",
        "@@ -16,5 +14,5 @@",
        " line16: a",
        " line17: a",
        " line18: a",
        "-line19: a",
        "+line19: b",
        " line20: a",
        "",
      ].join("\n"),
    );
  });

  it("joins edits of one line and leaves out one that reaches into another", () => {
    const joined = diff(edit(5, 1, 5, 6, "row"), edit(5, 8, 5, 9, "b"), edit(5, 2, 5, 4, "never"));
    expect(joined).toContain("-line5: a\n+row: b\n");
    expect(joined).not.toContain("never");
  });

  it("is empty where nothing can be fixed", () => {
    expect(diff()).toBe("");
  });
});

import { expect, test } from "vitest";
import type { Edit, Finding, Report } from "../../src/lint/contract/finding.ts";
import { applyFixes } from "../../src/lint/fix.ts";
import { format } from "../../src/report/format.ts";
import { sampleFinding as model, sampleReport } from "./sample.ts";

const text = "a: 1\nb: 2\nc: 3\n";
const edit = (line: number, column: number, endColumn: number, written: string): Edit => ({
  location: { file: "x.yaml", line, column, endLine: line, endColumn },
  text: written,
});

const finding = (rule: string, safe: boolean, ...edits: Edit[]): Finding => {
  const { template: _, ...rest } = model;
  return { ...rest, rule, fix: { description: rule, safe, edits } };
};
const findings = [
  finding("a-first", true, edit(1, 4, 5, "9")),
  finding("b-same", true, edit(1, 4, 5, "9"), edit(2, 4, 5, "8")),
  finding("c-over", false, edit(2, 1, 5, "d: 0"), edit(3, 4, 5, "7")),
];
const report: Report = { ...sampleReport(), findings };

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

/** The text after every replacement that a format prints, each on its line, last first. */
function made(edits: readonly { line: number; from: number; to: number; text: string }[]): string {
  const lines = text.split("\n");
  for (const { line, from, to, text: written } of [...edits].sort((a, b) => b.line - a.line || b.from - a.from)) {
    const before = lines[line - 1] ?? "";
    lines[line - 1] = before.slice(0, from - 1) + written + before.slice(to - 1);
  }
  return lines.join("\n");
}

test("whoever makes all edits of a SARIF or rdjson report makes what --fix does", () => {
  const expected = applyFixes(text, findings, { unsafe: true }).text;
  expect(expected).toBe("a: 9\nb: 8\nc: 3\n");
  const { results } = JSON.parse(format("sarif", report)).runs[0];
  const replacements = results.flatMap(
    ({ fixes = [] }: { fixes?: { artifactChanges: { replacements: object[] }[] }[] }) =>
      fixes.flatMap(({ artifactChanges }) => artifactChanges.flatMap(({ replacements: all }) => all)),
  ) as { deletedRegion: Region; insertedContent: { text: string } }[];
  expect(replacements).toHaveLength(2);
  expect(
    made(
      replacements.map(({ deletedRegion: { startLine, startColumn, endColumn }, insertedContent }) => ({
        line: startLine,
        from: startColumn,
        to: endColumn,
        text: insertedContent.text,
      })),
    ),
  ).toBe(expected);
  const { diagnostics } = JSON.parse(format("rdjson", report));
  const suggestions = diagnostics.flatMap((one: { suggestions?: object[] }) => one.suggestions ?? []) as {
    range: { start: { line: number; column: number }; end: { column: number } };
    text: string;
  }[];
  expect(suggestions).toHaveLength(2);
  expect(
    made(
      suggestions.map(({ range: { start, end }, text: written }) => ({
        line: start.line,
        from: start.column,
        to: end.column,
        text: written,
      })),
    ),
  ).toBe(expected);
});

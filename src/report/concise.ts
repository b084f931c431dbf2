import type { Finding, Report } from "../lint/contract/finding.ts";
import type { FormatOptions } from "./format-options.ts";
import { paintFor } from "./paint.ts";
import { fileAndLine } from "./place-label.ts";
import { printable } from "./printable.ts";
import { summaryLine, summaryNotes } from "./summary-text.ts";

function template(finding: Finding): string {
  if (finding.template !== undefined) return ` (${printable(finding.template.file)}:${finding.template.line})`;
  return finding.location.source === undefined ? "" : ` (${printable(finding.location.source)})`;
}

/** One line a finding, as compilers print it: for grep, and for editors that open `file:line:column`. */
export function concise(report: Report, options: FormatOptions): string {
  const paint = paintFor(options.color === true);
  const lines: string[] = [];
  for (const problem of report.problems) {
    const severity = problem.kind === "ignored-text" ? "warning" : "error";
    lines.push(
      `${fileAndLine(problem)}: ${paint.severity(severity, `input[${problem.kind}]`)} ${printable(problem.message)}`,
    );
  }
  for (const finding of report.findings) {
    const head = paint.severity(finding.severity, `${finding.severity}[${printable(finding.rule)}]`);
    lines.push(`${fileAndLine(finding.location)}: ${head} ${printable(finding.message)}${template(finding)}`);
  }
  if (options.summary !== false) lines.push([summaryLine(report), ...summaryNotes(report)].join("; "));
  lines.push("");
  return lines.join("\n");
}

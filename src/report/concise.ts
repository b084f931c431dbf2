import type { Finding, Report } from "../lint/contract/finding.ts";
import type { FormatOptions } from "./format-options.ts";
import { paintFor } from "./paint.ts";
import { fileAndLine } from "./place-label.ts";
import { printable } from "./printable.ts";
import { summaryLine, summaryNotes } from "./summary-text.ts";

/** The place to open, and the other one: the template's comes first, unless the rendered text is wanted. */
function places({ template, location }: Finding, show: FormatOptions["show"]): { first: string; other?: string } {
  const rendered = fileAndLine(location);
  if (template === undefined)
    return { first: rendered, ...(location.source === undefined ? {} : { other: printable(location.source) }) };
  const edited = `${printable(template.file)}:${template.line}:${template.column}`;
  return show === "rendered" ? { first: rendered, other: edited } : { first: edited, other: rendered };
}

/** One line a finding, as compilers print it: for grep, and for editors that open `file:line:column`. */
export function* concise(report: Report, options: FormatOptions): Generator<string, void> {
  const paint = paintFor(options.color === true);
  for (const problem of report.problems) {
    const severity = problem.kind === "ignored-text" ? "warning" : "error";
    yield `${fileAndLine(problem)}: ${paint.severity(severity, `input[${problem.kind}]`)} ${printable(problem.message)}\n`;
  }
  for (const finding of report.findings) {
    const head = paint.severity(finding.severity, `${finding.severity}[${printable(finding.rule)}]`);
    const { first, other } = places(finding, options.show);
    yield `${first}: ${head} ${printable(finding.message)}${other === undefined ? "" : ` (${other})`}\n`;
  }
  if (options.summary !== false) yield `${[summaryLine(report), ...summaryNotes(report)].join("; ")}\n`;
}

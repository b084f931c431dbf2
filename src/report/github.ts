import type { Report, Severity } from "../lint/contract/finding.ts";
import type { Problem } from "../read/problem.ts";
import { type SharedFinding, sharedFindings } from "./one-line-many-sets.ts";
import { printable } from "./printable.ts";
import { reportedPlace } from "./reported-place.ts";
import { fullResourceLabel } from "./resource-label.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

function data(lines: readonly string[]): string {
  return lines.map((line) => printable(line).replace(/%/g, "%25")).join("%0A");
}

function property(text: string | number): string {
  return printable(String(text)).replace(/%/g, "%25").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  lines: readonly string[],
): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${name} ${written.join(",")}::${data(lines)}\n`;
}

function annotation({ finding, others }: SharedFinding): string {
  const { file, line, column, endLine, endColumn } = reportedPlace(finding);
  // GitHub drops an annotation that has columns and spans several lines.
  const columns: Record<string, number> = line === endLine ? { col: column, endColumn } : {};
  return command(commands[finding.severity], { file, line, endLine, ...columns, title: finding.rule }, [
    finding.message,
    ...(others.length === 0 ? [] : [`also in ${others.map(({ resource }) => fullResourceLabel(resource)).join(", ")}`]),
    ...(finding.help === ""
      ? []
      : finding.help.split("\n").map((text, index) => (index === 0 ? `help: ${text}` : text))),
  ]);
}

function problemAnnotation({ kind, file, line, column, message }: Problem): string {
  return command(kind === "ignored-text" ? "warning" : "error", { file, line, col: column, title: `input ${kind}` }, [
    message,
  ]);
}

/** Workflow commands of GitHub Actions: an annotation beside the line of each finding. */
export function* github(report: Report): Generator<string, void> {
  for (const problem of report.problems) yield problemAnnotation(problem);
  for (const finding of sharedFindings(report.findings)) yield annotation(finding);
}

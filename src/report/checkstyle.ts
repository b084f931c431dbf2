import type { Finding, Report, Severity } from "../lint/contract/finding.ts";
import type { Problem } from "../read/problem.ts";
import { helpLine } from "./help-text.ts";
import { printableXml } from "./printable.ts";
import { reportedPlace } from "./reported-place.ts";

/** Checkstyle's XML, as Jenkins' warnings plugin, reviewdog and many others read it: a file element for each file. */
export function* checkstyle(report: Report): Generator<string, void> {
  const files = new Map<string, (Problem | Finding)[]>();
  const add = (file: string, entry: Problem | Finding): void => {
    const entries = files.get(file);
    if (entries === undefined) files.set(file, [entry]);
    else entries.push(entry);
  };
  for (const problem of report.problems) add(problem.file, problem);
  for (const finding of report.findings) add(reportedPlace(finding).file, finding);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n';
  for (const [file, entries] of files) {
    yield `  <file name="${printableXml(file)}">\n`;
    for (const entry of entries) yield "rule" in entry ? findingElement(entry) : problemElement(entry);
    yield "  </file>\n";
  }
  yield "</checkstyle>\n";
}

function findingElement(finding: Finding): string {
  const { line, column } = reportedPlace(finding);
  const message = finding.help === "" ? finding.message : `${finding.message}; ${helpLine(finding.help)}`;
  return element(line, column, finding.severity, message, finding.rule);
}

function problemElement({ kind, line, column, message }: Problem): string {
  return element(line, column, kind === "ignored-text" ? "warning" : "error", message, `input-${kind}`);
}

function element(line: number, column: number, severity: Severity, message: string, source: string): string {
  const at = `line="${line}" column="${column}" severity="${severity}"`;
  return `    <error ${at} message="${printableXml(message)}" source="${printableXml(`sts-lint.${source}`)}"/>\n`;
}

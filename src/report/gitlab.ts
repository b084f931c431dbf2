import type { Report, Severity } from "../lint/contract/finding.ts";
import { helpLine } from "./help-text.ts";
import { jsonPieces, Listed } from "./json-pieces.ts";
import { printable } from "./printable.ts";
import { reportedPlace } from "./reported-place.ts";

const severities: Readonly<Record<Severity, string>> = { error: "critical", warning: "minor", info: "info" };

/** GitLab's Code Quality report (CodeClimate's format with the fields that GitLab reads). */
export function gitlab(report: Report): Iterable<string> {
  return jsonPieces(new Listed(entries(report)));
}

function* entries(report: Report): Generator<object, void> {
  const seen = new Map<string, number>();
  const unique = (fingerprint: string): string => {
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    return count === 1 ? fingerprint : `${fingerprint}-${count}`;
  };
  for (const problem of report.problems)
    yield {
      description: printable(problem.message),
      check_name: `input-${problem.kind}`,
      fingerprint: unique(`input-${problem.kind}:${problem.file}:${problem.line}`),
      severity: problem.kind === "ignored-text" ? "minor" : "blocker",
      location: { path: problem.file, lines: { begin: problem.line } },
    };
  for (const finding of report.findings) {
    const { file, line, endLine } = reportedPlace(finding);
    yield {
      description: printable(finding.help === "" ? finding.message : `${finding.message}; ${helpLine(finding.help)}`),
      check_name: finding.rule,
      fingerprint: unique(finding.fingerprint),
      severity: severities[finding.severity],
      location: { path: file, lines: { begin: line, end: endLine } },
    };
  }
}

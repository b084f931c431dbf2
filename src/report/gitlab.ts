import type { Report, Severity } from "../lint/contract/finding.ts";
import { printable, printableJson } from "./printable.ts";
import { reportedPlace } from "./reported-place.ts";

const severities: Readonly<Record<Severity, string>> = { error: "critical", warning: "minor", info: "info" };

/** GitLab's Code Quality report (CodeClimate's format with the fields that GitLab reads). */
export function gitlab(report: Report): string {
  const seen = new Map<string, number>();
  const unique = (fingerprint: string): string => {
    const count = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, count);
    return count === 1 ? fingerprint : `${fingerprint}-${count}`;
  };
  const problems = report.problems.map((problem) => ({
    description: printable(problem.message),
    check_name: `input-${problem.kind}`,
    fingerprint: unique(`input-${problem.kind}:${problem.file}:${problem.line}`),
    severity: problem.kind === "ignored-text" ? "minor" : "blocker",
    location: { path: problem.file, lines: { begin: problem.line } },
  }));
  const findings = report.findings.map((finding) => {
    const { file, line, endLine } = reportedPlace(finding);
    return {
      description: printable(finding.help === "" ? finding.message : `${finding.message}; ${finding.help}`),
      check_name: finding.rule,
      fingerprint: unique(finding.fingerprint),
      severity: severities[finding.severity],
      location: { path: file, lines: { begin: line, end: endLine } },
    };
  });
  return `${printableJson([...problems, ...findings])}\n`;
}

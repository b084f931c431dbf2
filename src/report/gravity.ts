import type { Finding, Severity } from "../lint/contract/finding.ts";

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Errors first, then warnings, then infos; within each as the report has them. */
export function byGravity(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((one, other) => rank[one.severity] - rank[other.severity]);
}

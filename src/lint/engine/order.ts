import type { Problem } from "../../read/problem.ts";
import type { Finding, SuppressedFinding, Unchecked } from "../contract/finding.ts";

/** By file, line, column, rule and words. */
export function byPlace(one: Finding, other: Finding): number {
  return (
    compare(one.location.file, other.location.file) ||
    one.location.line - other.location.line ||
    one.location.column - other.location.column ||
    compare(one.rule, other.rule) ||
    compare(one.message, other.message)
  );
}

/**
 * Findings by place, and those of one place and equal words by what is left: whatever came first, and whichever part of
 * the input it came from, the order is the same.
 */
export function inOrder<One extends Finding | SuppressedFinding>(findings: readonly One[]): One[] {
  return [...findings].sort((one, other) => byPlace(one, other) || compare(restOf(one), restOf(other)));
}

function restOf(finding: Finding | SuppressedFinding): string {
  const { severity, fingerprint, help, path, resource, related } = finding;
  const { kind = "", reason = "", expires = "" } = "suppression" in finding ? finding.suppression : {};
  return JSON.stringify([
    severity,
    fingerprint,
    help,
    path,
    [resource.apiVersion, resource.kind, resource.namespace, resource.name],
    related.map(({ message, location: { file, line, column } }) => [message, file, line, column]),
    [kind, reason, expires],
  ]);
}

/** By code units: the same on every machine, whatever its language. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Equal fingerprints in one report get a count: the second ends in `-2`. What is equal in place and words too is one finding. */
export function countEqual(sorted: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  const kept: Finding[] = [];
  let before: Finding | undefined;
  for (const finding of sorted) {
    if (before !== undefined && byPlace(before, finding) === 0) continue;
    before = finding;
    const count = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, count);
    kept.push(count === 1 ? finding : { ...finding, fingerprint: `${finding.fingerprint}-${count}` });
  }
  return kept;
}

/** A fingerprint without the count of equal ones. */
export function uncounted(fingerprint: string): string {
  return fingerprint.replace(/-\d+$/, "");
}

/** Problems by place; what is said of one place in the same words is said once. */
export function problemsInOrder(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort(
    (one, other) =>
      compare(one.file, other.file) ||
      one.line - other.line ||
      one.column - other.column ||
      compare(one.kind, other.kind) ||
      compare(one.message, other.message),
  );
  return sorted.filter((one, index) => {
    const before = sorted[index - 1];
    return (
      before === undefined ||
      (["file", "line", "column", "kind", "message"] as const).some((key) => before[key] !== one[key])
    );
  });
}

/** What was not checked, by place. */
export function uncheckedInOrder(unchecked: readonly Unchecked[]): Unchecked[] {
  return [...unchecked].sort(
    (one, other) =>
      compare(one.location.file, other.location.file) ||
      one.location.line - other.location.line ||
      one.location.column - other.location.column ||
      compare(one.why, other.why),
  );
}

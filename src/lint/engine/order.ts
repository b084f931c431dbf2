import type { Finding } from "../contract/finding.ts";

/** By file, line, column, rule, then by what is left, so that the order never depends on chance. */
export function byPlace(one: Finding, other: Finding): number {
  return (
    compare(one.location.file, other.location.file) ||
    one.location.line - other.location.line ||
    one.location.column - other.location.column ||
    compare(one.rule, other.rule) ||
    compare(one.message, other.message)
  );
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

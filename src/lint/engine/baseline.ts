import type { Finding, Report, SuppressedFinding } from "../contract/finding.ts";
import { type Baseline, OptionError } from "../contract/options.ts";

/** The findings of a report, and those that an older baseline held back, as a baseline of its own. */
export function baselineOf(report: Report): Baseline {
  const counts = new Map<string, number>();
  const known = report.suppressed.filter(({ suppression }) => suppression.kind === "baseline");
  for (const finding of [...report.findings, ...known]) {
    const print = uncounted(finding.fingerprint);
    counts.set(print, (counts.get(print) ?? 0) + 1);
  }
  return { version: 1, findings: Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1))) };
}

/** Takes out what a baseline knows: of equal findings as many as it counted, the first ones. */
export function withoutKnown(
  findings: readonly Finding[],
  baseline: Baseline | undefined,
): { readonly fresh: readonly Finding[]; readonly known: readonly SuppressedFinding[] } {
  if (baseline === undefined) return { fresh: findings, known: [] };
  if (baseline.version !== 1 || typeof baseline.findings !== "object" || baseline.findings === null) {
    throw new OptionError("the baseline is not one that sts-lint wrote; make a new one with --update-baseline");
  }
  const left = new Map(Object.entries(baseline.findings));
  const fresh: Finding[] = [];
  const known: SuppressedFinding[] = [];
  for (const finding of findings) {
    const print = uncounted(finding.fingerprint);
    const count = left.get(print) ?? 0;
    if (count > 0) {
      left.set(print, count - 1);
      known.push({ ...finding, suppression: { kind: "baseline" } });
    } else fresh.push(finding);
  }
  return { fresh, known };
}

function uncounted(fingerprint: string): string {
  return fingerprint.replace(/-\d+$/, "");
}

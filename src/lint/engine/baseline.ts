import { isMapping, mapping } from "../../model/fields.ts";
import { countOf } from "../../read/problem-list.ts";
import type { Finding, Report, SuppressedFinding } from "../contract/finding.ts";
import { type Baseline, OptionError } from "../contract/options.ts";
import { uncounted } from "./order.ts";

/** What a baseline says of its form; fingerprints of another version name other things. */
const baselineVersion = 2;

/** Why a value is no baseline that can be used, in one sentence without its subject; undefined where it is one. */
export function refusalOfBaseline(value: unknown): string | undefined {
  const { version, findings } = mapping(value);
  if (typeof version === "number" && version < baselineVersion)
    return `is of version ${version}, whose fingerprints did not tell charts apart: make it anew with --update-baseline`;
  if (typeof version === "number" && version > baselineVersion)
    return `is of version ${version}, which a newer sts-lint wrote: use that one, or make it anew with --update-baseline`;
  const good =
    version === baselineVersion &&
    isMapping(findings) &&
    Object.values(findings).every((count) => Number.isInteger(count) && Number(count) > 0);
  return good ? undefined : "is not a baseline that sts-lint wrote: make it anew with --update-baseline";
}

/** The findings of a report, and those that an older baseline held back, as a baseline of its own. */
export function baselineOf(report: Report): Baseline {
  const counts = new Map<string, number>();
  const known = report.suppressed.filter(({ suppression }) => suppression.kind === "baseline");
  for (const finding of [...report.findings, ...known]) {
    const print = uncounted(finding.fingerprint);
    counts.set(print, (counts.get(print) ?? 0) + countOf([finding]));
  }
  return {
    version: baselineVersion,
    findings: Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** Takes out what a baseline knows: of equal findings as many as it counted, the first ones. */
export function withoutKnown(
  findings: readonly Finding[],
  baseline: Baseline | undefined,
): { readonly fresh: readonly Finding[]; readonly known: readonly SuppressedFinding[] } {
  if (baseline === undefined) return { fresh: findings, known: [] };
  const refusal = refusalOfBaseline(baseline);
  if (refusal !== undefined) throw new OptionError(`the baseline ${refusal}`);
  // Held beside it is only what was met: a baseline may know of far more than one run finds.
  const left = new Map<string, number>();
  const fresh: Finding[] = [];
  const known: SuppressedFinding[] = [];
  for (const finding of findings) {
    const print = uncounted(finding.fingerprint);
    const count = left.get(print) ?? (Object.hasOwn(baseline.findings, print) ? (baseline.findings[print] ?? 0) : 0);
    // One that stands for more than were known holds something new.
    const asked = countOf([finding]);
    if (count >= asked) {
      left.set(print, count - asked);
      known.push({ ...finding, suppression: { kind: "baseline" } });
    } else fresh.push(finding);
  }
  return { fresh, known };
}

import type { Report, Severity, SuppressedFinding } from "../lint/contract/finding.ts";
import { excerptsOf } from "../lint/engine/excerpt.ts";
import { fileAndLine } from "./place-label.ts";
import { printable } from "./printable.ts";
import { resourceLabel } from "./resource-label.ts";

/** `1 error`, `2 errors`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** How bad it is, for a sign and a colour; `clean` where nothing was found. */
export type Verdict = Severity | "clean" | "unread";

export function verdictOf(report: Report): Verdict {
  const { errors, warnings, infos } = report.summary;
  if (errors > 0) return "error";
  if (report.problems.some((problem) => problem.kind !== "ignored-text")) return "unread";
  if (warnings > 0) return "warning";
  return infos > 0 ? "info" : "clean";
}

const signs: Readonly<Record<Verdict, string>> = { error: "✖", unread: "✖", warning: "⚠", info: "ℹ", clean: "✔" };

function whatWasRead(report: Report): string {
  const { documents } = report.summary;
  const { charts, shard } = excerptsOf(report);
  const parts = [counted(documents, "document")];
  if (charts > 0) parts.push(counted(charts, "chart"));
  const read = parts.join(", ");
  return shard === undefined ? read : `${read}; part ${shard.index} of ${shard.of}`;
}

/** The one line that says how it went: `✖ 1 error, 0 warnings in 1 StatefulSet (3 documents, 1 chart)`. */
export function summaryLine(report: Report): string {
  const { errors, warnings, infos, statefulSets } = report.summary;
  const verdict = verdictOf(report);
  const read = whatWasRead(report);
  if (report.findings.length === 0 && verdict === "unread") {
    return `${signs[verdict]} not all of the input could be read; no findings in ${counted(statefulSets, "StatefulSet")} (${read})`;
  }
  if (statefulSets === 0 && report.findings.length === 0)
    return `${signs[verdict]} no StatefulSet in the input (${read})`;
  if (report.findings.length === 0 && errors + warnings + infos === 0) {
    return `${signs[verdict]} no findings in ${counted(statefulSets, "StatefulSet")} (${read})`;
  }
  const counts = [counted(errors, "error"), counted(warnings, "warning")];
  if (infos > 0) counts.push(counted(infos, "info"));
  return `${signs[verdict]} ${counts.join(", ")} in ${counted(statefulSets, "StatefulSet")} (${read})`;
}

function suppressedBy(suppressed: readonly SuppressedFinding[]): string {
  const kinds = new Map<string, number>();
  for (const { suppression, more = 0 } of suppressed)
    kinds.set(suppression.kind, (kinds.get(suppression.kind) ?? 0) + 1 + more);
  return [...kinds].map(([kind, count]) => `${count} by ${kind}`).join(", ");
}

/** So many are named each by itself; more are counted by kind. */
const mostNamed = 5;

function uncheckedNotes({ unchecked }: Report): string[] {
  if (unchecked.length <= mostNamed)
    return unchecked.map(
      ({ resource, location, why }) =>
        `unchecked: ${resourceLabel(resource)} (${fileAndLine(location)}): ${printable(why)}`,
    );
  const kinds = new Map<string, number>();
  for (const { resource } of unchecked) kinds.set(resource.kind, (kinds.get(resource.kind) ?? 0) + 1);
  const counts = [...kinds].map(([kind, count]) => `${count} ${printable(kind)}`).join(", ");
  return [`unchecked: ${counts}; \`--format json\` names each, and why`];
}

/** What else a reader must know so that nothing passes in silence: what was left out, and why. */
export function summaryNotes(report: Report): string[] {
  const { notChecked } = report.summary;
  const notes: string[] = [];
  if (report.problems.length > 0) notes.push(`${counted(report.summary.problems, "problem")} with the input`);
  if (notChecked > 0) {
    notes.push(`${counted(notChecked, "document")} not checked: of kinds that no rule uses`);
  }
  notes.push(...uncheckedNotes(report));
  const { approximate } = excerptsOf(report);
  if (approximate !== undefined) notes.push(printable(approximate));
  if (report.suppressed.length > 0) {
    notes.push(`${counted(report.summary.suppressed, "finding")} suppressed: ${suppressedBy(report.suppressed)}`);
  }
  return notes;
}

/** How often each rule found something, the worst and most frequent first. */
export function tally(report: Report): { severity: Severity; rule: string; count: number }[] {
  const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
  const counts = new Map<string, { severity: Severity; rule: string; count: number }>();
  for (const { severity, rule, more = 0 } of report.findings) {
    const entry = counts.get(`${severity} ${rule}`);
    if (entry === undefined) counts.set(`${severity} ${rule}`, { severity, rule, count: 1 + more });
    else entry.count += 1 + more;
  }
  return [...counts.values()].sort(
    (a, b) =>
      rank[a.severity] - rank[b.severity] || b.count - a.count || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
}

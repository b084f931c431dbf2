import { variablesIn } from "../chart/gitops/flux-variables.ts";
import type { Finding, Report } from "../lint/contract/finding.ts";
import { attachExcerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { uncounted } from "../lint/engine/order.ts";
import { countOf } from "../read/problem-list.ts";

/**
 * What is tried in the place of a variable that nobody here knows: a text that is a number, too, and nothing, as Flux puts
 * where nobody sets it.
 */
export const triedTexts: readonly string[] = ["1", ""];

/** The names of the variables that a line of the input holds. */
export type VariablesAt = (file: string, line: number) => readonly string[];

/** Whether a chart with these values could not be rendered: a report of that says nothing of them. */
export function isUnrendered({ problems }: Report): boolean {
  return problems.some(({ kind }) => kind === "not-rendered");
}

/**
 * A release's report without what rests on variables whose values are not known: what is found only with some of the texts
 * that were tried in their place, and what is said of a line that holds one, or is fed by one.
 */
export function withoutUnknown(
  report: Report,
  tried: readonly Report[],
  unknown: ReadonlySet<string>,
  variablesAt: VariablesAt,
): Report {
  const excerpts = excerptsOf(report);
  const isAny = (names: readonly string[]): boolean => names.some((name) => unknown.has(name));
  const holds = (text = ""): boolean => text.includes("${") && isAny(variablesIn(text));
  const always = tried.map(({ findings }) => new Set(findings.map((one) => uncounted(one.fingerprint))));
  const rests = (finding: Finding): boolean => {
    if (always.some((found) => !found.has(uncounted(finding.fingerprint)))) return true;
    const { message, location, related, values = [] } = finding;
    const places = [location, ...related.map((one) => one.location)];
    return (
      holds(message) ||
      related.some((one) => holds(one.message)) ||
      places.some(({ file, line }) => holds(excerpts.line(file, line))) ||
      values.some(({ file, line }) => isAny(variablesAt(file, line)))
    );
  };
  const findings = report.findings.filter((finding) => !rests(finding));
  if (findings.length === report.findings.length) return report;
  const count = (severity: Finding["severity"]): number => countOf(findings.filter((one) => one.severity === severity));
  const summary = {
    ...report.summary,
    errors: count("error"),
    warnings: count("warning"),
    infos: count("info"),
  };
  const made: Report = { ...report, findings, summary };
  attachExcerpts(made, excerpts);
  return made;
}

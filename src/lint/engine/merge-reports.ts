import type { Report, Summary } from "../contract/finding.ts";
import { attachExcerpts, Excerpts, excerptsOf } from "./excerpt.ts";
import { byPlace, countEqual } from "./order.ts";

/** Several reports as the one that a run over all their inputs would give; of an empty list there is none. */
export function mergeReports(reports: readonly Report[]): Report {
  const [first] = reports;
  if (first === undefined) throw new Error("no report to merge");
  if (reports.length === 1) return first;
  const merged: Report = {
    ...first,
    kubernetesVersions: [...new Set(reports.flatMap(({ kubernetesVersions }) => kubernetesVersions))],
    summary: summed(reports.map(({ summary }) => summary)),
    rules: [...new Set(reports.flatMap(({ rules }) => rules))].sort(),
    findings: countEqual(reports.flatMap(({ findings }) => findings).sort(byPlace)),
    suppressed: reports.flatMap(({ suppressed }) => suppressed).sort(byPlace),
    problems: reports.flatMap(({ problems }) => problems),
    unchecked: reports.flatMap(({ unchecked }) => unchecked),
  };
  const excerpts = new Excerpts();
  for (const report of reports) excerpts.take(excerptsOf(report));
  attachExcerpts(merged, excerpts);
  return merged;
}

function summed(summaries: readonly Summary[]): Summary {
  const add = (key: keyof Summary): number => summaries.reduce((sum, one) => sum + one[key], 0);
  return {
    statefulSets: add("statefulSets"),
    documents: add("documents"),
    notChecked: add("notChecked"),
    errors: add("errors"),
    warnings: add("warnings"),
    infos: add("infos"),
    suppressed: add("suppressed"),
    problems: add("problems"),
  };
}

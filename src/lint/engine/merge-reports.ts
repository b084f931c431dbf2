import type { Finding, Report, Summary } from "../contract/finding.ts";
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

/** A render of one chart with one combination of values. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/**
 * The reports of one chart under several combinations of values as one: what is found at the same place of the template
 * with the same words is said once, with the combinations that it needs.
 */
export function acrossRenders(renders: readonly NamedReport[]): Report {
  const [first] = renders;
  if (first === undefined) throw new Error("no render");
  if (renders.length === 1) return first.report;
  const merged = mergeReports(renders.map(({ report }) => report));
  const once = new Map<string, { finding: Finding; names: string[] }>();
  for (const { name, report } of renders) {
    for (const finding of report.findings) {
      const key = identityOf(finding);
      const known = once.get(key);
      if (known === undefined) once.set(key, { finding, names: [name] });
      else if (!known.names.includes(name)) known.names.push(name);
    }
  }
  const findings = [...once.values()].map(({ finding, names }): Finding => ({ ...finding, renders: names }));
  findings.sort(byPlace);
  const count = (severity: Finding["severity"]): number => findings.filter((one) => one.severity === severity).length;
  const report: Report = {
    ...merged,
    findings,
    summary: {
      ...merged.summary,
      statefulSets: Math.max(...renders.map((one) => one.report.summary.statefulSets)),
      documents: Math.max(...renders.map((one) => one.report.summary.documents)),
      notChecked: Math.max(...renders.map((one) => one.report.summary.notChecked)),
      errors: count("error"),
      warnings: count("warning"),
      infos: count("info"),
    },
  };
  const excerpts = excerptsOf(merged);
  // It is one chart, however often it was rendered.
  excerpts.charts = Math.max(...renders.map((one) => excerptsOf(one.report).charts));
  attachExcerpts(report, excerpts);
  return report;
}

function identityOf({ rule, message, resource, path, template, location }: Finding): string {
  const place = template ?? location;
  return JSON.stringify([rule, message, resource, path, place.file, place.line, place.column]);
}

import type { Problem } from "../../read/problem.ts";
import { countOf } from "../../read/problem-list.ts";
import type { Finding, Report, Unchecked } from "../contract/finding.ts";
import { attachExcerpts, excerptsOf } from "./excerpt.ts";
import { mergeReports } from "./merge-reports.ts";
import { byPlace } from "./order.ts";

/** A render of one chart with one combination of values. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/**
 * The reports of one chart under several combinations of values as one: what is found at the same place of the template
 * with the same words is said once, with the combinations that it needs, and so is what is wrong with the input.
 */
export function acrossRenders(renders: readonly NamedReport[]): Report {
  const [first] = renders;
  if (first === undefined) throw new Error("no render");
  if (renders.length === 1) return first.report;
  const merged = mergeReports(renders.map(({ report }) => report));
  const findings = onceEach(renders, (report) => report.findings, identityOf).map(
    ({ one, names }): Finding => ({ ...one, renders: names }),
  );
  findings.sort(byPlace);
  const suppressed = onceEach(renders, (report) => report.suppressed, identityOf).map(({ one, names }) => ({
    ...one,
    renders: names,
  }));
  suppressed.sort(byPlace);
  const problems = problemsOf(renders);
  const count = (severity: Finding["severity"]): number => countOf(findings.filter((one) => one.severity === severity));
  const report: Report = {
    ...merged,
    findings,
    suppressed,
    problems,
    unchecked: onceEach(renders, (one) => one.unchecked, uncheckedIdentity).map(({ one }) => one),
    summary: {
      ...merged.summary,
      statefulSets: Math.max(...renders.map((one) => one.report.summary.statefulSets)),
      documents: Math.max(...renders.map((one) => one.report.summary.documents)),
      notChecked: Math.max(...renders.map((one) => one.report.summary.notChecked)),
      errors: count("error"),
      warnings: count("warning"),
      infos: count("info"),
      suppressed: countOf(suppressed),
      problems: countOf(problems),
    },
  };
  const excerpts = excerptsOf(merged);
  // It is one chart, however often it was rendered.
  excerpts.charts = Math.max(...renders.map((one) => excerptsOf(one.report).charts));
  attachExcerpts(report, excerpts);
  return report;
}

/** What the reports say, each once, with the names of those that say it. */
function onceEach<One>(
  renders: readonly NamedReport[],
  saidBy: (report: Report) => readonly One[],
  identity: (one: One) => string,
): readonly { readonly one: One; readonly names: readonly string[] }[] {
  const once = new Map<string, { one: One; names: string[] }>();
  for (const { name, report } of renders)
    for (const one of saidBy(report)) {
      const key = identity(one);
      const known = once.get(key);
      if (known === undefined) once.set(key, { one, names: [name] });
      else if (known.names.at(-1) !== name) known.names.push(name);
    }
  return [...once.values()];
}

/**
 * The problems, with the combinations that have them where others do not. That one combination prints nothing is none
 * where another prints something: to switch all of it off is what it is for.
 */
function problemsOf(renders: readonly NamedReport[]): readonly Problem[] {
  const printsSomething = renders.some(
    ({ report: { summary, problems } }) => summary.documents > 0 && problems.every(({ kind }) => kind !== "empty"),
  );
  const said = onceEach(
    renders,
    ({ problems }) => problems.filter(({ kind }) => kind !== "empty" || !printsSomething),
    ({ kind, file, line, column, message }) => JSON.stringify([kind, file, line, column, message]),
  );
  return said.map(({ one, names }) =>
    names.length === renders.length ? one : { ...one, message: `with ${names.join(", ")}: ${one.message}` },
  );
}

function identityOf({ rule, message, resource, path, template, location }: Finding): string {
  const place = template ?? location;
  return JSON.stringify([rule, message, resource, path, place.file, place.line, place.column]);
}

function uncheckedIdentity({ resource, location, why }: Unchecked): string {
  return JSON.stringify([resource, location.source, why]);
}

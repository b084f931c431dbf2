import type { Finding } from "../lint/contract/finding.ts";
import type { AnyRule, Rule, Subjects, Violation } from "../lint/contract/rule.ts";
import { lintWith } from "../lint/engine/lint.ts";
import { withTraces } from "../lint/traces/lint-chart.ts";
import type { Location } from "../read/location.ts";
import { type RuleCase, readCases } from "./case-file.ts";
import { formatRange, type MarkedRange, readMarks } from "./marked-text.ts";

export interface CaseResult {
  readonly name: string;
  /** What differs from the table, each as one sentence; empty where the case holds. */
  readonly differences: readonly string[];
}

/**
 * Runs a rule's table of cases: every finding stands exactly where « » marks it, and related places where ‹ › do.
 * The last results say whether the table is whole: a valid and an invalid case, and every message exercised.
 */
export function checkCases(rule: AnyRule, table: string): readonly CaseResult[] {
  const used = new Set<string>();
  const recorded = recording(rule, used);
  const cases = readCases(table);
  const results = cases.map((one) => ({ name: one.name, differences: differences(recorded, one) }));
  const unused = Object.keys(rule.messages).filter((id) => !used.has(id));
  const missing = ["valid", "invalid"].filter((kind) => !cases.some(({ valid }) => valid === (kind === "valid")));
  return [
    ...results,
    { name: "every message is exercised", differences: unused.map((id) => `no case yields the message \`${id}\``) },
    { name: "there are valid and invalid cases", differences: missing.map((kind) => `there is no ${kind} case`) },
  ];
}

/** The same rule, which notes the messages that it yields. */
function recording(rule: AnyRule, used: Set<string>): AnyRule {
  function* noted(violations: Iterable<Violation>): Generator<Violation> {
    for (const violation of violations) {
      used.add(violation.message);
      yield violation;
    }
  }
  const wrapped = <Subject extends keyof Subjects>(one: Rule<Subject>): Rule<Subject> => ({
    ...one,
    check: (subject, context) => noted(one.check(subject, context)),
  });
  switch (rule.subject) {
    case "Release":
      return wrapped(rule);
    case "StatefulSet":
      return wrapped(rule);
    case "Workload":
      return wrapped(rule);
    case "Upgrade":
      return wrapped(rule);
  }
}

function differences(rule: AnyRule, one: RuleCase): string[] {
  const texts = new Map([["case", readMarks(one.manifests)]]);
  if (one.against !== undefined) texts.set("against", readMarks(one.against));
  const inputs = [...texts].map(([name, { text }]) => ({ name, text }));
  const against = inputs.filter(({ name }) => name === "against");
  for (const { path, text } of one.options.chart ?? []) texts.set(path, readMarks(text));
  const chart = one.options.chart?.map(({ path, text }) => ({ path, text: texts.get(path)?.text ?? text }));
  const report = lintWith([rule], inputs.slice(0, 1), {
    // Each case's chart is rendered, as whoever lints it does.
    ...withTraces({ ...one.options, ...(chart === undefined ? {} : { chart }) }),
    ...(against.length === 0 ? {} : { against }),
    preset: "all",
    ...(Object.keys(one.ruleOptions).length === 0 ? {} : { rules: { [rule.id]: [rule.severity, one.ruleOptions] } }),
  });
  const primary = report.findings.map(({ location }) => location);
  const related = report.findings.flatMap((finding) => finding.related.map(({ location }) => location));
  return [
    ...report.problems.map(({ line, message }) => `line ${line}: ${message}`),
    ...[...texts].flatMap(([name, marked]) => [
      ...compareRanges(
        "finding",
        marked.text,
        marked.primary,
        primary.filter(({ file }) => file === name),
      ),
      // What runs now is marked where the case is about it; its related places are not always worth it.
      ...(name === "against" && marked.related.length === 0
        ? []
        : compareRanges(
            "related place",
            marked.text,
            marked.related,
            related.filter(({ file }) => file === name),
          )),
    ]),
    ...report.findings.flatMap((finding, index) => wording(finding, index, one)),
  ];
}

function wording(finding: Finding, index: number, one: RuleCase): string[] {
  if (one.valid) return [];
  const said = one.says.length === 1 ? one.says[0] : one.says[index];
  return [
    ...(one.severity === undefined || finding.severity === one.severity
      ? []
      : [`severity is ${finding.severity}, not ${one.severity}: ${finding.message}`]),
    ...(said === undefined || finding.message.includes(said)
      ? []
      : [`the message does not say \`${said}\`: ${finding.message}`]),
  ];
}

function compareRanges(
  what: string,
  text: string,
  marked: readonly MarkedRange[],
  located: readonly Location[],
): string[] {
  const expected = new Set(marked.map((range) => formatRange(text, range)));
  const actual = new Set(
    located.map(({ line, column, endLine, endColumn }) => `${line}:${column}-${endLine}:${endColumn}`),
  );
  return [
    ...[...expected].filter((range) => !actual.has(range)).map((range) => `no ${what} at ${range}`),
    ...[...actual].filter((range) => !expected.has(range)).map((range) => `a ${what} at ${range} that is not marked`),
  ];
}

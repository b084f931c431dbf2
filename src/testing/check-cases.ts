import type { Finding } from "../lint/finding.ts";
import { lintWith } from "../lint/lint.ts";
import type { AnyRule, Violation } from "../lint/rule.ts";
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
  return rule.subject === "Release"
    ? { ...rule, check: (release, context) => noted(rule.check(release, context)) }
    : { ...rule, check: (set, context) => noted(rule.check(set, context)) };
}

function differences(rule: AnyRule, one: RuleCase): string[] {
  const { text, primary, related } = readMarks(one.manifests);
  const report = lintWith([rule], [{ name: "case", text }], {
    ...one.options,
    preset: "all",
    ...(Object.keys(one.ruleOptions).length === 0 ? {} : { rules: { [rule.id]: [rule.severity, one.ruleOptions] } }),
  });
  const unreadable = report.problems.map(({ line, message }) => `line ${line}: ${message}`);
  const places = compareRanges(
    "finding",
    text,
    primary,
    report.findings.map((finding) => finding.location),
  );
  const others = report.findings
    .flatMap((finding) => finding.related.map((place) => place.location))
    .filter(({ file }) => file === "case");
  const relatedPlaces = one.valid ? [] : compareRanges("related place", text, related, others);
  return [
    ...unreadable,
    ...places,
    ...relatedPlaces,
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

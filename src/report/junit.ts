import type { Finding, Report } from "../lint/contract/finding.ts";
import { addTo, groupedBy } from "../model/grouped.ts";
import { editedLabel } from "./place-label.ts";
import { printableXml } from "./printable.ts";
import { fullResourceLabel } from "./resource-label.ts";

/** The findings of each suite, by its name. */
function suitesOf(report: Report): ReadonlyMap<string, readonly Finding[]> {
  const suites = new Map<string, Finding[]>();
  for (const finding of report.findings)
    addTo(suites, `${finding.location.file} ${fullResourceLabel(finding.resource)}`, finding);
  // Passing rules are test cases too, also where nothing was found at all.
  return suites.size === 0 ? new Map([[report.tool.name, []]]) : suites;
}

function byRule(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return groupedBy(findings, ({ rule }) => rule);
}

function describe(finding: Finding): string {
  return `${editedLabel(finding)}\n${finding.message}${finding.help === "" ? "" : `\nhelp: ${finding.help}`}`;
}

function body(findings: readonly Finding[]): string {
  return findings.map((finding) => describe(finding).split("\n").map(printableXml).join("\n")).join("\n\n");
}

/** Both names are XML. */
function testCase(suite: string, rule: string, findings: readonly Finding[] | undefined): string {
  const open = `    <testcase classname="${suite}" name="${rule}"`;
  if (findings === undefined) return `${open}/>\n`;
  const worst =
    findings.find(({ severity }) => severity === "error") ?? findings.find(({ severity }) => severity === "warning");
  // An info never fails anything: it is told, and the test passes.
  if (worst === undefined) return `${open}>\n      <system-out>${body(findings)}</system-out>\n    </testcase>\n`;
  const attributes = `message="${printableXml(worst.message)}" type="${worst.severity}"`;
  return `${open}>\n      <failure ${attributes}>${body(findings)}</failure>\n    </testcase>\n`;
}

/** The test cases that fail: rules with more to say than an info. */
function failuresIn(findings: readonly Finding[]): number {
  return new Set(findings.filter(({ severity }) => severity !== "info").map(({ rule }) => rule)).size;
}

/** JUnit XML: a suite for each resource with findings, a test case for each rule that ran. */
export function* junit(report: Report): Generator<string, void> {
  const suites = suitesOf(report);
  const problems = report.problems.filter((problem) => problem.kind !== "ignored-text");
  const rules = report.rules.map((id) => ({ id, name: printableXml(id) }));
  let failures = 0;
  for (const findings of suites.values()) failures += failuresIn(findings);
  const tests = suites.size * report.rules.length + problems.length;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="${printableXml(report.tool.name)}" tests="${tests}" failures="${failures}" errors="${problems.length}">\n`;
  if (problems.length > 0) {
    yield `  <testsuite name="input" tests="${problems.length}" failures="0" errors="${problems.length}">\n`;
    for (const { kind, file, line, column, message } of problems) {
      const place = printableXml(`${file}:${line}:${column}`);
      yield `    <testcase classname="input" name="${place}">\n      <error message="${printableXml(message)}" type="${kind}"/>\n    </testcase>\n`;
    }
    yield "  </testsuite>\n";
  }
  for (const [suite, findings] of suites) {
    const name = printableXml(suite);
    yield `  <testsuite name="${name}" tests="${report.rules.length}" failures="${failuresIn(findings)}" errors="0">\n`;
    const found = byRule(findings);
    for (const rule of rules) yield testCase(name, rule.name, found.get(rule.id));
    yield "  </testsuite>\n";
  }
  yield "</testsuites>\n";
}

import type { Finding, Report } from "../lint/contract/finding.ts";
import { editedLabel } from "./place-label.ts";
import { printableXml } from "./printable.ts";
import { fullResourceLabel } from "./resource-label.ts";

interface Suite {
  readonly name: string;
  readonly findings: Map<string, Finding[]>;
}

function suitesOf(report: Report): Suite[] {
  const suites = new Map<string, Suite>();
  for (const finding of report.findings) {
    const name = `${finding.location.file} ${fullResourceLabel(finding.resource)}`;
    let suite = suites.get(name);
    if (suite === undefined) {
      suite = { name, findings: new Map() };
      suites.set(name, suite);
    }
    const list = suite.findings.get(finding.rule);
    if (list === undefined) suite.findings.set(finding.rule, [finding]);
    else list.push(finding);
  }
  // Passing rules are test cases too, also where nothing was found at all.
  return suites.size === 0 ? [{ name: report.tool.name, findings: new Map() }] : [...suites.values()];
}

function describe(finding: Finding): string {
  return `${editedLabel(finding)}\n${finding.message}${finding.help === "" ? "" : `\nhelp: ${finding.help}`}`;
}

function body(findings: readonly Finding[]): string {
  return findings.map((finding) => describe(finding).split("\n").map(printableXml).join("\n")).join("\n\n");
}

function testCase(suite: string, rule: string, findings: readonly Finding[] | undefined): string {
  const open = `    <testcase classname="${printableXml(suite)}" name="${printableXml(rule)}"`;
  if (findings === undefined) return `${open}/>\n`;
  const worst =
    findings.find(({ severity }) => severity === "error") ?? findings.find(({ severity }) => severity === "warning");
  // An info never fails anything: it is told, and the test passes.
  if (worst === undefined) return `${open}>\n      <system-out>${body(findings)}</system-out>\n    </testcase>\n`;
  const attributes = `message="${printableXml(worst.message)}" type="${worst.severity}"`;
  return `${open}>\n      <failure ${attributes}>${body(findings)}</failure>\n    </testcase>\n`;
}

function failuresIn(suite: Suite): number {
  return [...suite.findings.values()].filter((list) => list.some(({ severity }) => severity !== "info")).length;
}

/** JUnit XML: a suite for each resource with findings, a test case for each rule that ran. */
export function junit(report: Report): string {
  const suites = suitesOf(report);
  const problems = report.problems.filter((problem) => problem.kind !== "ignored-text");
  const failures = suites.reduce((sum, suite) => sum + failuresIn(suite), 0);
  const tests = suites.length * report.rules.length + problems.length;
  let text = '<?xml version="1.0" encoding="UTF-8"?>\n';
  text += `<testsuites name="${printableXml(report.tool.name)}" tests="${tests}" failures="${failures}" errors="${problems.length}">\n`;
  if (problems.length > 0) {
    text += `  <testsuite name="input" tests="${problems.length}" failures="0" errors="${problems.length}">\n`;
    for (const { kind, file, line, column, message } of problems) {
      const place = printableXml(`${file}:${line}:${column}`);
      text += `    <testcase classname="input" name="${place}">\n      <error message="${printableXml(message)}" type="${kind}"/>\n    </testcase>\n`;
    }
    text += "  </testsuite>\n";
  }
  for (const suite of suites) {
    const name = printableXml(suite.name);
    text += `  <testsuite name="${name}" tests="${report.rules.length}" failures="${failuresIn(suite)}" errors="0">\n`;
    for (const rule of report.rules) text += testCase(suite.name, rule, suite.findings.get(rule));
    text += "  </testsuite>\n";
  }
  return `${text}</testsuites>\n`;
}

import {
  applyFixes,
  baselineOf,
  type Finding,
  format,
  type Input,
  type LintOptions,
  lint,
  plan,
  type Report,
} from "../../src/index.ts";
import { formatNames } from "../../src/report/format.ts";

/** What is run: an input, perhaps the release before, and how. */
export interface Case {
  readonly text: string;
  readonly before: string | undefined;
  readonly options: Omit<LintOptions, "against" | "baseline">;
}

const inputOf = (text: string): Input[] => [{ name: "input.yaml", text }];

/** Holds the tool to what it promises of any input. @throws {Error} that says which promise was broken. */
export function check({ text, before, options }: Case): void {
  const all: LintOptions = { ...options, ...(before === undefined ? {} : { against: inputOf(before) }) };
  const report = lint(inputOf(text), all);
  same(JSON.stringify(lint(inputOf(text), all)), JSON.stringify(report), "the same input gave another report");
  for (const finding of report.findings)
    checkPlaces(finding, { "input.yaml": text, ...(before === undefined ? {} : {}) });
  for (const name of formatNames) checkOutput(name, format(name, report));
  checkBaseline(text, all, report);
  checkFixes(text, all, report);
  plan(inputOf(text), before === undefined ? {} : { against: inputOf(before) });
}

function checkPlaces({ rule, location, related }: Finding, texts: Readonly<Record<string, string>>): void {
  for (const { file, line, column, endLine, endColumn } of [location, ...related.map((one) => one.location)]) {
    const text = texts[file];
    if (text === undefined) continue;
    const lines = text.split("\n");
    const isInside =
      line >= 1 && endLine <= lines.length && column >= 1 && endColumn <= (lines[endLine - 1] ?? "").length + 1;
    const isForward = endLine > line || (endLine === line && endColumn >= column);
    if (!isInside || !isForward) throw new Error(`${rule}: a place outside the text: ${JSON.stringify(location)}`);
  }
}

function checkOutput(name: string, output: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(output))
    throw new Error(`${name}: a control character in the output`);
  if (name !== "github" && /^::[a-z]/im.test(output)) throw new Error(`${name}: a workflow command in the output`);
  if (/##(?:vso)?\[|##teamcity\[/.test(name.endsWith("json") || name === "sarif" ? "" : output))
    throw new Error(`${name}: a command of a pipeline in the output`);
}

function checkBaseline(text: string, options: LintOptions, report: Report): void {
  const again = lint(inputOf(text), { ...options, baseline: baselineOf(report) });
  if (again.findings.length > 0) throw new Error(`the baseline of a report leaves ${again.findings[0]?.rule}`);
}

function checkFixes(text: string, options: LintOptions, report: Report): void {
  const { text: fixed, applied } = applyFixes(text, report.findings, { unsafe: true });
  // A stream that begins with what is nearly JSON is read as YAML, and as JSON alone once a fix makes it so.
  if (applied.length === 0 || /^\s*\{/.test(text)) return;
  const after = lint(inputOf(fixed), options);
  const known = new Set(report.problems.map(({ kind }) => kind));
  const fresh = after.problems.find(({ kind }) => !known.has(kind));
  if (fresh !== undefined) throw new Error(`the fixed text has a new problem: ${fresh.message}`);
  const left = new Set(after.findings.map(({ fingerprint }) => fingerprint));
  const kept = applied.find(({ fingerprint }) => left.has(fingerprint));
  if (kept !== undefined) throw new Error(`${kept.rule}: its fix leaves the finding`);
}

function same(one: string, other: string, complaint: string): void {
  if (one !== other) throw new Error(complaint);
}

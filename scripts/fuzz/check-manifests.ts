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
  readManifests,
} from "../../src/index.ts";
import { formatNames } from "../../src/report/format.ts";
import type { Mutated } from "./mutate.ts";
import { checkOutput, checkRange, same } from "./promises.ts";

/** What is run, how, and which of what is costly is looked at this time. */
export interface ManifestCase {
  readonly input: Mutated;
  readonly options: Omit<LintOptions, "against" | "baseline">;
  readonly turn: number;
}

const inputOf = (text: string): Input[] => [{ name: "input.yaml", text }];
const beforeOf = (text: string): Input[] => [{ name: "before.yaml", text }];

/** Holds the tool to what it promises of any input. @throws {Error} that says which promise was broken. */
export function checkManifests({ input: { text, before, live }, options, turn }: ManifestCase): void {
  const all: LintOptions = { live, ...options, ...(before === undefined ? {} : { against: beforeOf(before) }) };
  const report = lint(inputOf(text), all);
  same(JSON.stringify(lint(inputOf(text), all)), JSON.stringify(report), "the same input gave another report");
  for (const finding of report.findings) checkPlaces(finding, { "input.yaml": text, "before.yaml": before ?? "" });
  const name = formatNames[turn % formatNames.length] ?? "json";
  checkOutput(name, format(name, report));
  if (turn % 3 === 0) checkBaseline(text, all, report);
  checkFixes(text, all, report);
  if (turn % 3 !== 0) {
    const planned = () =>
      JSON.stringify(plan(inputOf(text), before === undefined ? {} : { against: beforeOf(before) }));
    const first = planned();
    if (turn % 3 === 1) same(planned(), first, "the same input gave another plan");
  }
}

function checkPlaces({ rule, location, related }: Finding, texts: Readonly<Record<string, string>>): void {
  for (const place of [location, ...related.map((one) => one.location)]) checkRange(rule, place, texts[place.file]);
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
  // Behind a kind that nobody knew stands what is looked at now for the first time.
  const isUncovered = applied.some(({ rule }) => rule === "misspelt-type");
  if (isUncovered) checkReadable(fixed, text);
  const fresh = isUncovered ? undefined : after.problems.find(({ kind }) => !known.has(kind));
  if (fresh !== undefined) throw new Error(`the fixed text has a new problem: ${fresh.message}`);
  // Resources of one name may share a finding: as many must be gone as were fixed.
  const identity = ({ rule, message, resource, path }: Finding) => JSON.stringify([rule, message, resource, path]);
  const count = (findings: readonly Finding[], one: Finding) =>
    findings.filter((other) => identity(other) === identity(one)).length;
  const kept = applied.find((one) => count(after.findings, one) > count(report.findings, one) - count(applied, one));
  if (kept !== undefined) throw new Error(`${kept.rule}: its fix leaves the finding`);
}

function checkReadable(text: string, before: string): void {
  const unreadable = (one: string) =>
    readManifests(inputOf(one)).documents.filter(({ problem }) => problem !== undefined);
  const [broken, was] = [unreadable(text), unreadable(before)];
  if (broken.length > was.length) throw new Error(`the fixed text cannot be read: ${broken[0]?.problem?.message}`);
}

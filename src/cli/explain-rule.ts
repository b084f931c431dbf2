import { confidenceOfRule } from "../lint/contract/confidence.ts";
import type { LintOptions } from "../lint/contract/options.ts";
import type { AnyRule, RuleInfo } from "../lint/contract/rule.ts";
import { lintWith } from "../lint/engine/lint.ts";
import { format } from "../report/format.ts";
import { type Paint, paintFor } from "../report/paint.ts";
import { wrap, wrapBehind } from "../report/wrap.ts";
import type { RuleExample } from "./rule-examples.ts";

export interface ExplainOptions {
  readonly width: number;
  readonly color: boolean;
}

/** A line of a list, further lines under its text; what is indented may be code and stays as it is. */
function item(line: string, width: number): string[] {
  const mark = /^([-*]|\d+\.) /.exec(line)?.[0];
  return mark === undefined ? [line] : wrapBehind(mark, line.slice(mark.length), width, mark.length);
}

/** Markdown paragraphs, wrapped; list items and indented lines stay as they are. */
function paragraphs(text: string, width: number): string[] {
  return text.split(/\n\s*\n/).flatMap((paragraph, index) => {
    const lines = paragraph.split("\n");
    const asIs = lines.some((line) => /^(\s{2,}|[-*] |\d+\. )/.test(line));
    const shown = asIs
      ? lines.flatMap((line) => item(line, width))
      : wrap(lines.map((line) => line.trim()).join(" "), width);
    return index === 0 ? shown : ["", ...shown];
  });
}

/** A title, which may take several lines, and what stands below it. */
function section(title: string | readonly string[], lines: readonly string[], paint: Paint): string[] {
  if (lines.length === 0) return [];
  return [
    "",
    ...[title].flat().map((line) => paint.bold(line)),
    ...lines.map((line) => (line === "" ? "" : `  ${line}`)),
  ];
}

const indented = (text: string): string[] =>
  text
    .replace(/(?<!\n)\n+$/, "")
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`));

/** What the rule says about an example: the real thing, linted now. */
function spoken(rule: AnyRule, example: RuleExample, options: ExplainOptions): string {
  const lintOptions: LintOptions = {
    ...example.options,
    preset: "all",
    ...(example.ruleOptions === undefined
      ? {}
      : { rules: { [rule.id]: [rule.severity, example.ruleOptions] as const } }),
  };
  const report = lintWith([rule], [{ name: "example.yaml", text: example.manifests }], lintOptions);
  return format("pretty", report, { color: options.color, width: options.width - 4, summary: false });
}

function facts(rule: RuleInfo): string {
  const parts = [rule.severity, confidenceOfRule(rule), `preset ${rule.preset}`, rule.category, `since ${rule.since}`];
  if (rule.needs === "chart" || rule.needs === "against" || rule.needs === "live") parts.push(`needs --${rule.needs}`);
  return parts.join(" · ");
}

/** What each of a rule's messages says to do; `SERVICE` stands for what is in the manifest. */
function helps(rule: RuleInfo, width: number): string[] {
  const own = Object.values(rule.messages)
    .map(({ help }) => help)
    // Some are put together where something is found.
    .filter((help) => (help.replace(/\{\w+\}/g, "").match(/\p{L}{2,}/gu) ?? []).length > 4);
  const [only, ...more] = new Set(own.map((help) => help.replace(/\{(\w+)\}/g, (_, word: string) => upper(word))));
  if (only === undefined) return wrap("It depends on what is found: each finding's help says what to write.", width);
  return more.length === 0 ? paragraphs(only, width) : [only, ...more].flatMap((text) => item(`- ${text}`, width));
}

/** `fullName` as `FULL_NAME`. */
function upper(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function optionLines(rule: RuleInfo, width: number): string[] {
  const properties = rule.options?.properties;
  if (typeof properties !== "object" || properties === null) return [];
  return Object.entries(properties as Readonly<Record<string, { default?: unknown; description?: string }>>).flatMap(
    ([name, schema]) =>
      wrapBehind(`${name}: `, `${schema.description ?? ""} (default ${JSON.stringify(schema.default)})`, width, 2),
  );
}

/** A rule, explained for a terminal: what, why, example with real output, fix, false alarms, references. */
export async function explainRule(rule: AnyRule, options: ExplainOptions): Promise<string> {
  const { ruleExamples } = await import("./rule-examples.generated.ts");
  const examples = Object.hasOwn(ruleExamples, rule.id) ? ruleExamples[rule.id] : undefined;
  const paint = paintFor(options.color);
  const room = options.width - 2;
  const lines = [
    paint.severity(rule.severity, rule.id),
    ...wrap(rule.summary, options.width),
    ...wrap(facts(rule), options.width),
  ];
  lines.push(...section("Why", paragraphs(rule.rationale, room), paint));
  if (examples !== undefined) {
    const { bad, good } = examples;
    lines.push(
      ...section(
        wrap(`Bad: ${bad.name}`, options.width),
        [...indented(bad.manifests), "", ...indented(spoken(rule, bad, options))],
        paint,
      ),
    );
    lines.push(...section(wrap(`Good: ${good.name}`, options.width), indented(good.manifests), paint));
  }
  lines.push(...section("Fix", rule.fix === undefined ? helps(rule, room) : paragraphs(rule.fix, room), paint));
  lines.push(...section("False alarms", paragraphs(rule.falseAlarms, room), paint));
  lines.push(...section("Options", optionLines(rule, room), paint));
  lines.push(
    ...section(
      "References",
      rule.references.flatMap((one) => wrapBehind("", one, room, 2)),
      paint,
    ),
  );
  return `${lines.join("\n")}\n`;
}

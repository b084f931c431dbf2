import type { Finding, Report, Severity } from "../lint/contract/finding.ts";
import { type Excerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { formatPath } from "../read/path.ts";
import type { Problem } from "../read/problem.ts";
import { type FeedingValue, feedingValues, givenAt } from "./feeding-values.ts";
import type { FormatOptions } from "./format-options.ts";
import { helpParts } from "./help-text.ts";
import { type LikeProblems, likeProblems } from "./like-problems.ts";
import { type SharedFinding, sharedFindings } from "./one-line-many-sets.ts";
import { type Paint, paintFor } from "./paint.ts";
import { editedLabel, fileAndLine } from "./place-label.ts";
import { printable } from "./printable.ts";
import { picturesOf } from "./quoted-place.ts";
import { fullResourceLabel, resourceLabel } from "./resource-label.ts";
import { type Row, type Span, snippet } from "./snippet.ts";
import { counted, summaryLine, summaryNotes, tally, verdictOf } from "./summary-text.ts";
import { wrap, wrapBehind } from "./wrap.ts";

/** Where the caller names no width, a line of input is still cut: nobody reads 241,506 characters. */
const widthOfLines = 120;
/** From here on the findings no longer fit on a screen, and a table by rule says more than the last of them. */
const manyFindings = 8;
/** Further ones are counted. */
const mostOthers = 20;
/** Files with a problem in the same words; further ones are counted. */
const mostFiles = 5;
/** Combinations of values that one finding needs; further ones are counted. */
const mostRenders = 5;
/** Lines that somebody else said, the last ones among them, and characters of one; those between are counted. */
const mostSaid = 30;
const lastSaid = 6;
const longestSaid = 1_000;

interface Canvas {
  readonly paint: Paint;
  readonly width: number | undefined;
  readonly excerpts: Excerpts;
  readonly show: "template" | "rendered";
}

function widestLine(finding: Finding): number {
  let line = 0;
  for (const { location, template } of [finding, ...finding.related])
    line = Math.max(line, location.line, location.endLine, template?.endLine ?? 0);
  return Math.max(2, String(line).length);
}

/** `    = word: text`, wrapped under its own beginning; a line feed in the text begins a new line, and what is to be pasted is never broken. */
function note(word: string, text: string, gutter: number, { paint, width }: Canvas): string[] {
  const indent = " ".repeat(gutter + 2);
  const room = width === undefined ? undefined : Math.max(20, width - gutter - 4);
  const [first = "", ...rest] = helpParts(text).flatMap((part, index) =>
    "paste" in part ? part.paste.map(printable) : wrap(printable(part.words), room, index === 0 ? word.length + 2 : 0),
  );
  const head = `${indent}${paint.frame("=")} ${paint.bold(word)}:`;
  return [first === "" ? head : `${head} ${first}`, ...rest.map((line) => `${indent}  ${line}`)];
}

function drawn(rows: readonly Row[], gutter: number, finding: Finding, { paint }: Canvas): string[] {
  return rows.map(({ gutter: left, text, marks }) => {
    const bar = paint.frame(`${left === "..." ? " ..." : ` ${left}`.padEnd(gutter + 2)}${left === "..." ? "" : "|"}`);
    if (text === "") return bar;
    if (marks === undefined) return `${bar} ${text}`;
    return `${bar} ${marks.primary ? paint.severity(finding.severity, text) : paint.frame(text)}`;
  });
}

function findingText({ finding, others }: SharedFinding, canvas: Canvas): string[] {
  const { paint, width, excerpts } = canvas;
  const gutter = widestLine(finding);
  const arrow = " ".repeat(gutter + 1);
  const empty = paint.frame(`${" ".repeat(gutter + 2)}|`);
  const head = `${finding.severity}[${printable(finding.rule)}]`;
  const lines = headed(head, finding.severity, finding.message, canvas);
  const room = Math.max(20, (width ?? widthOfLines) - gutter - 4);
  picturesOf(finding, excerpts, canvas.show).forEach(({ of, spans }, index) => {
    lines.push(...arrowed(`${arrow}${index === 0 ? "-->" : ":::"}`, editedLabel(of), canvas));
    const file = spans[0]?.location.file ?? "";
    const rows = snippet(spans, (line) => excerpts.line(file, line), room);
    if (index === 0) lines.push(empty);
    lines.push(...drawn(rows, gutter, finding, canvas), empty);
  });
  if (others.length > 0) lines.push(...note("also", alsoText(others, finding), gutter, canvas));
  lines.push(...notesOf(finding, gutter, canvas));
  return lines;
}

/** `values-prod.yaml:3 over values.yaml:41`, `--set a=1 over values.yaml:2`. */
function valueText({ value, of }: FeedingValue): string {
  const layers = [value, ...(value.over ?? [])].map(givenAt).join(" over ");
  return `${formatPath(value.path)} (${layers})${of === undefined ? "" : ` of ${resourceLabel(of)}`}`;
}

/** `the same line reaches StatefulSet/b (by templates/b.yaml:28), StatefulSet/c`: with its value, where that is another one. */
function alsoText(others: readonly Finding[], first: Finding): string {
  const said = shownValueTexts(first);
  const names = others.slice(0, mostOthers).map((finding) => {
    const [outermost] = finding.template?.via ?? [];
    const values = shownValueTexts(finding).filter((text) => !said.includes(text));
    const how = [
      ...(outermost === undefined ? [] : [`by ${outermost.file}:${outermost.line}`]),
      ...(values.length === 0 ? [] : [`value ${values.join(", ")}`]),
    ];
    return `${fullResourceLabel(finding.resource)}${how.length === 0 ? "" : ` (${how.join(", ")})`}`;
  });
  const more = others.length - names.length;
  return `the same line reaches ${names.join(", ")}${more > 0 ? ` and ${counted(more, "more resource")}` : ""}`;
}

function shownValueTexts(finding: Finding): readonly string[] {
  return feedingValues(finding).shown.map(valueText);
}

function notesOf(finding: Finding, gutter: number, canvas: Canvas): string[] {
  const notes: string[] = [];
  const { admission, versions, template, renders, fix } = finding;
  if (admission !== undefined) {
    notes.push(...note("API server", `${admission.field}: ${admission.detail}`, gutter, canvas));
  }
  if (versions !== undefined) notes.push(...note("holds for", `Kubernetes ${versions.join(", ")}`, gutter, canvas));
  if (template?.via !== undefined) {
    const chain = template.via.map(({ file, line }) => `${file}:${line}`);
    notes.push(...note("included", `by ${chain.join(", by ")}`, gutter, canvas));
  }
  if (template?.text !== undefined) {
    const { file, line } = template.text;
    notes.push(...note("written", `in ${file}:${line}`, gutter, canvas));
  }
  const { shown, more } = feedingValues(finding);
  for (const value of shown) notes.push(...note("value", valueText(value), gutter, canvas));
  if (more > 0) notes.push(...note("value", `and ${counted(more, "more value")}`, gutter, canvas));
  if (renders !== undefined) notes.push(...note("renders", rendersText(renders), gutter, canvas));
  if (finding.help !== "") notes.push(...note("help", finding.help, gutter, canvas));
  if (fix !== undefined && fix.description !== finding.help)
    notes.push(...note("fix", fix.description, gutter, canvas));
  notes.push(...note("explain", `sts-lint rules ${finding.rule}`, gutter, canvas));
  return notes;
}

/** With which values something is found: the first combination says most, as it is that of the defaults where those show it. */
function rendersText(renders: readonly string[]): string {
  const [first = ""] = renders;
  const shown = renders.slice(0, mostRenders);
  const more = renders.length - shown.length;
  if (more <= 0) return shown.join(", ");
  return first === "default values"
    ? `${first} and ${renders.length - 1} more`
    : `${shown.join(", ")} and ${more} more`;
}

const problemWords: Readonly<Record<Problem["kind"], string>> = {
  unreadable: "unreadable",
  "ignored-text": "ignored text",
  empty: "empty",
  "not-rendered": "not rendered",
  chart: "chart",
};

/** `error[rule]: what is wrong`, further lines indented. */
function headed(head: string, severity: Severity, message: string, { paint, width }: Canvas): string[] {
  const [first = "", ...rest] = wrap(printable(message), width, head.length + 2, 2);
  const lines = [`${paint.severity(severity, head)}${paint.bold(first === "" ? ":" : `: ${first}`)}`];
  for (const line of rest) lines.push(`  ${paint.bold(line)}`);
  return lines;
}

/** `  --> place`, the place in the input on a line of its own where both do not fit. */
function arrowed(arrow: string, place: string, { paint, width }: Canvas): string[] {
  const indent = arrow.length + 1;
  const [first = "", ...rest] = wrap(place, width, indent, indent);
  return [
    `${arrow.slice(0, -3)}${paint.frame(arrow.slice(-3))} ${first}`,
    ...rest.map((line) => " ".repeat(indent) + line),
  ];
}

/** What somebody else said, line by line behind a bar, as it stands in no line of ours: how it begins, and how it ends. */
function quoted(said: readonly string[], { paint, width }: Canvas): string[] {
  const bar = `   ${paint.frame("|")}`;
  const left = said.length - mostSaid;
  const begins = left > 0 ? said.slice(0, mostSaid - lastSaid) : said;
  const ends = left > 0 ? said.slice(-lastSaid) : [];
  const lines = [...begins, ...(left > 0 ? [`… ${counted(left, "more line")} …`] : []), ...ends].flatMap((line) => {
    const text = printable(line.length > longestSaid ? `${line.slice(0, longestSaid)}…` : line);
    // What is indented further than a narrow terminal is wide would have a line for each word.
    const indent = Math.min(text.length - text.trimStart().length, Math.floor((width ?? widthOfLines) / 4));
    return wrap(text.trimStart(), width, 5 + indent, 5 + indent).map((part) => `${" ".repeat(indent)}${part}`);
  });
  return lines.map((line) => (line.trim() === "" ? bar : `${bar} ${line}`));
}

function problemText({ problem, others }: LikeProblems, canvas: Canvas): string[] {
  const { paint, width, excerpts } = canvas;
  const severity = problem.kind === "ignored-text" ? "warning" : "error";
  const head = `input[${problem.kind}]`;
  const [lead = problem.message, ...said] = problem.lines ?? [];
  const lines = [...headed(head, severity, lead, canvas), ...quoted(said, canvas)];
  const shown = [problem, ...others].slice(0, mostFiles);
  for (const one of shown) lines.push(...arrowed("   -->", fileAndLine(one), canvas));
  const more = others.length + 1 - shown.length;
  if (more > 0)
    lines.push(...arrowed("   -->", `and ${counted(more, "more file")}: \`--format json\` names each`, canvas));
  if (others.length > 0) return lines;
  const text = excerpts.line(problem.file, problem.line);
  if (text !== undefined && text !== "") {
    const { file, line, column } = problem;
    const span: Span = {
      location: { file, line, column, endLine: line, endColumn: column + 1 },
      label: problemWords[problem.kind],
      primary: true,
    };
    const gutter = Math.max(2, String(line).length);
    const empty = paint.frame(`${" ".repeat(gutter + 2)}|`);
    lines.push(empty);
    for (const row of snippet([span], () => text, Math.max(20, (width ?? widthOfLines) - gutter - 4))) {
      const bar = paint.frame(`${` ${row.gutter}`.padEnd(gutter + 2)}|`);
      lines.push(`${bar} ${row.marks === undefined ? row.text : paint.severity(severity, row.text)}`);
    }
  }
  return lines;
}

function tallyText(report: Report, { paint, width }: Canvas): string[] {
  const rows = tally(report);
  if (report.findings.length < manyFindings || rows.length < 2) return [];
  const digits = String(Math.max(...rows.map((row) => row.count))).length;
  return [
    ...rows.flatMap(({ severity, rule, count }) => {
      const head = `  ${String(count).padStart(digits)} ${paint.severity(severity, severity.padEnd(7))}`;
      const isNarrow = width !== undefined && digits + 11 + rule.length > width;
      return isNarrow ? [head.trimEnd(), `    ${printable(rule)}`] : [`${head} ${printable(rule)}`];
    }),
    "",
  ];
}

function painted(report: Report, text: string, paint: Paint): string {
  const verdict = verdictOf(report);
  if (verdict === "clean") return paint.good(text);
  return paint.severity(verdict === "unread" ? "error" : verdict, text);
}

/** For people: each finding with the lines it is about, then the summary. */
export function* pretty(report: Report, options: FormatOptions): Generator<string, void> {
  const canvas: Canvas = {
    paint: paintFor(options.color === true),
    width: options.width,
    excerpts: excerptsOf(report),
    show: options.show ?? "template",
  };
  let between = "";
  for (const problem of likeProblems(report.problems)) {
    yield `${between}${problemText(problem, canvas).join("\n")}\n`;
    between = "\n";
  }
  const isOnce = canvas.show === "template";
  const told = isOnce ? sharedFindings(report.findings) : report.findings.map((finding) => ({ finding, others: [] }));
  for (const one of told) {
    yield `${between}${findingText(one, canvas).join("\n")}\n`;
    between = "\n";
  }
  if (options.summary !== false) {
    const lines = tallyText(report, canvas);
    const [first = "", ...rest] = wrap(summaryLine(report), canvas.width, 0, 2);
    lines.push(...[first, ...rest.map((line) => `  ${line}`)].map((line) => painted(report, line, canvas.paint)));
    for (const line of summaryNotes(report)) lines.push(...wrapBehind("  ", line, canvas.width, 4));
    yield `${between}${lines.join("\n")}\n`;
  }
}

import type { Finding, Report } from "../lint/contract/finding.ts";
import { type Excerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { formatPath } from "../read/path.ts";
import { countOf } from "../read/problem-list.ts";
import { feedingValues, givenAt } from "./feeding-values.ts";
import { byGravity } from "./gravity.ts";
import { helpParts } from "./help-text.ts";
import { markdownBlock, markdownCode, markdownText } from "./markdown-text.ts";
import { printable } from "./printable.ts";
import { picturesOf } from "./quoted-place.ts";
import { placeText } from "./reported-place.ts";
import { resourceLabel } from "./resource-label.ts";
import { snippet } from "./snippet.ts";
import { counted, summaryLine, summaryNotes } from "./summary-text.ts";

/** GitHub refuses a comment of more characters; the rest is room for what somebody puts around it. */
const longest = 65_536 - 1_024;
/** This many of the most severe findings are printed in full; the others get a line each, folded. */
const whole = 10;
const widthOfLines = 100;

/**
 * A comment for a pull request, and GitHub's job summary: the most severe findings in full, the rest folded. What does not fit
 * into a comment is left out from the end, and counted.
 */
export function markdown(report: Report): readonly [string] {
  const page = new Page(longest - 400);
  page.add(`### sts-lint: ${markdownText(summaryLine(report))}\n`);
  page.add(
    summaryNotes(report)
      .map((note) => `- ${markdownText(note)}\n`)
      .join(""),
  );
  for (const { kind, file, line, column, message } of report.problems.slice(0, 20)) {
    page.add(`- **${kind}** ${markdownCode(`${file}:${line}:${column}`)} ${markdownText(message)}\n`);
  }
  if (report.problems.length > 20) page.add(`- … and ${counted(report.summary.problems - 20, "more problem")}\n`);
  const findings = byGravity(report.findings);
  const excerpts = excerptsOf(report);
  let told = 0;
  while (told < Math.min(whole, findings.length) && page.add(section(findings[told] as Finding, excerpts))) told++;
  const rest = findings.slice(told);
  if (rest.length > 0) told += folded(page, rest);
  const left = findings.length - told;
  if (left > 0)
    page.append(
      `\n${counted(countOf(findings.slice(told)), "finding")} left out: a comment holds no more. See the full report.\n`,
    );
  return [page.text];
}

class Page {
  text = "";
  readonly #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  /** Whether it fitted; what does not fit is left out whole. */
  add(part: string): boolean {
    if (this.text.length + part.length > this.#room) return false;
    this.text += part;
    return true;
  }

  append(part: string): void {
    this.text += part;
  }
}

function section(finding: Finding, excerpts: Excerpts): string {
  const lines = [`\n#### ${finding.severity}: ${markdownText(finding.message)}\n`];
  lines.push(`${place(finding)} in ${markdownCode(`${finding.resource.kind}/${finding.resource.name}`)}\n`);
  const pictures = picturesOf(finding, excerpts).flatMap(({ of, spans }, index) => {
    const file = spans[0]?.location.file ?? "";
    const rows = snippet(spans, (line) => excerpts.line(file, line), widthOfLines);
    const lines = rows.map(({ gutter, text }) => `${gutter.padStart(5)} | ${text}`.trimEnd());
    return index === 0 || lines.length === 0 ? lines : [`  ::: ${printable(placeText(of))}`, ...lines];
  });
  if (pictures.length > 0) lines.push(`${markdownBlock(pictures)}\n`);
  const { shown, more } = feedingValues(finding);
  for (const { value, of } of shown) {
    const owner = of === undefined ? "" : ` of ${markdownCode(resourceLabel(of))}`;
    lines.push(`Value ${markdownCode(formatPath(value.path))} at ${markdownCode(givenAt(value))}${owner}\n`);
  }
  if (more > 0) lines.push(`and ${counted(more, "more value")}\n`);
  for (const [index, part] of helpParts(finding.help).entries())
    lines.push(
      "paste" in part
        ? `${markdownBlock(part.paste.map(printable))}\n`
        : `${index === 0 ? "**What to do:** " : ""}${markdownText(part.words)}\n`,
    );
  lines.push(`Explained by ${markdownCode(`sts-lint rules ${finding.rule}`)}\n`);
  return lines.join("\n");
}

function place(finding: Finding): string {
  return markdownCode(placeText(finding));
}

/** How many of them fitted. */
function folded(page: Page, findings: readonly Finding[]): number {
  const close = "\n</details>\n";
  if (!page.add(`\n<details><summary>${counted(countOf(findings), "more finding")}</summary>\n\n`)) return 0;
  let told = 0;
  for (const finding of findings) {
    const line = `- **${finding.severity}** ${place(finding)} ${markdownText(finding.message)} (${markdownCode(finding.rule)})\n`;
    if (!page.add(line)) break;
    told++;
  }
  page.append(close);
  return told;
}

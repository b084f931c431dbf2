import type { Finding, Report, Severity } from "../lint/contract/finding.ts";
import { type Excerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { formatPath } from "../read/path.ts";
import { countOf } from "../read/problem-list.ts";
import { feedingValues, givenAt } from "./feeding-values.ts";
import { byGravity } from "./gravity.ts";
import { helpParts } from "./help-text.ts";
import { reportStyle } from "./html-style.ts";
import { printableXml as escaped } from "./printable.ts";
import { picturesOf } from "./quoted-place.ts";
import { placeText } from "./reported-place.ts";
import { fullResourceLabel, resourceLabel } from "./resource-label.ts";
import { snippet } from "./snippet.ts";
import { counted, summaryLine, summaryNotes } from "./summary-text.ts";

const widthOfLines = 140;
const severities: readonly Severity[] = ["error", "warning", "info"];

/**
 * One page that needs nothing else: no scripts, no handlers, no fonts, no requests. Findings by resource with their
 * quoted places; check boxes filter by severity. All text from the input is escaped.
 */
export function* html(report: Report): Generator<string, void> {
  const excerpts = excerptsOf(report);
  const groups = new Map<string, Finding[]>();
  for (const finding of byGravity(report.findings)) {
    const label = fullResourceLabel(finding.resource);
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [finding]);
    else group.push(finding);
  }
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>sts-lint report</title>
<style>${reportStyle}</style>
</head>
<body>
<header><h1>sts-lint report</h1>
<p role="status">${escaped(summaryLine(report))}</p>
<p class="soft">Kubernetes ${escaped(report.kubernetesVersions.join(", "))}</p></header>
${notes(report)}${groups.size === 0 ? "" : filters(report)}<main>
`;
  for (const [label, findings] of groups) yield* section(label, findings, excerpts);
  yield "</main>\n</body>\n</html>\n";
}

function notes(report: Report): string {
  const lines = [
    ...summaryNotes(report).map(escaped),
    ...report.problems.map(
      ({ kind, file, line, column, message }) =>
        `<strong>${kind}</strong> <code>${escaped(`${file}:${line}:${column}`)}</code> ${escaped(message)}`,
    ),
  ];
  if (lines.length === 0) return "";
  return `<div class="notes"><h2>What to know of the input</h2>\n<ul>${lines.map((line) => `<li>${line}</li>`).join("\n")}</ul></div>\n`;
}

function filters(report: Report): string {
  const boxes = severities.map((severity) => {
    const count = countOf(report.findings.filter((finding) => finding.severity === severity));
    return `<label><input type="checkbox" id="show-${severity}" checked> ${counted(count, severity)}</label>`;
  });
  return `<fieldset><legend>Show</legend>${boxes.join("\n")}</fieldset>\n`;
}

function* section(label: string, findings: readonly Finding[], excerpts: Excerpts): Generator<string, void> {
  yield `<section><h2>${escaped(label)} <span class="soft">${counted(countOf(findings), "finding")}</span></h2>\n`;
  for (const finding of findings) yield article(finding, excerpts);
  yield "</section>\n";
}

function article(finding: Finding, excerpts: Excerpts): string {
  const { shown, more } = feedingValues(finding);
  const values = shown.map(({ value, of }) => {
    const owner = of === undefined ? "" : ` of ${escaped(resourceLabel(of))}`;
    return `<p class="place">value <code>${escaped(formatPath(value.path))}</code> at ${escaped(givenAt(value))}${owner}</p>\n`;
  });
  if (more > 0) values.push(`<p class="place">and ${counted(more, "more value")}</p>\n`);
  const help = helpParts(finding.help).map((part, index) =>
    "paste" in part
      ? `<pre>${escaped(part.paste.join("\n"))}</pre>\n`
      : `<p>${index === 0 ? "<strong>What to do:</strong> " : ""}${prose(part.words)}</p>\n`,
  );
  return `<article class="${finding.severity}">
<h3><span class="severity">${finding.severity}</span> ${prose(finding.message)}</h3>
<p class="place">${escaped(placeText(finding))} · ${escaped(formatPath(finding.path))}</p>
${pictures(finding, excerpts)}${values.join("")}${help.join("")}<p class="soft">Explained by <code>sts-lint rules ${escaped(finding.rule)}</code></p>
</article>
`;
}

function pictures(finding: Finding, excerpts: Excerpts): string {
  return picturesOf(finding, excerpts)
    .map(({ of, spans }, index) => {
      const location = spans[0]?.location;
      const rows = snippet(spans, (line) => excerpts.line(location?.file ?? "", line), widthOfLines);
      const lines = rows.map(({ gutter, text, marks }) => {
        const shown = escaped(`${gutter.padStart(5)} | ${text}`.trimEnd());
        return marks?.primary === true ? `<span class="primary">${shown}</span>` : shown;
      });
      if (lines.length === 0) return "";
      const place = index === 0 ? "" : `<p class="place">${escaped(placeText(of))}</p>\n`;
      return `${place}<pre>${lines.join("\n")}</pre>\n`;
    })
    .join("");
}

/** What stands between backticks is code. */
function prose(text: string): string {
  return text
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? `<code>${escaped(part)}</code>` : escaped(part)))
    .join("");
}

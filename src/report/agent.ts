import type { Finding, Report } from "../lint/contract/finding.ts";
import { formatPath } from "../read/path.ts";
import { feedingValues, givenAt } from "./feeding-values.ts";
import { helpParts } from "./help-text.ts";
import { printable } from "./printable.ts";
import { placeText } from "./reported-place.ts";
import { resourceLabel } from "./resource-label.ts";

/**
 * For machines that read with few tokens: one finding a line with its place, what breaks, the change to make and how to
 * see that it is made; nothing else. A clean report is empty.
 */
export function* agent(report: Report): Generator<string, void> {
  for (const { kind, file, line, column, message } of report.problems) {
    const severity = kind === "ignored-text" ? "warning" : "error";
    yield `${printable(`${file}:${line}:${column} ${severity}[input-${kind}] ${message}`)}\n`;
  }
  for (const finding of report.findings) yield `${printable(findingLine(finding))}\n`;
}

function findingLine(finding: Finding): string {
  const { kind, name } = finding.resource;
  const parts = [
    `${placeText(finding)} ${finding.severity}[${finding.rule}] ${kind}/${name} ${formatPath(finding.path)}: ${finding.message}`,
  ];
  for (const { value, of } of feedingValues(finding).shown)
    parts.push(
      `value${of === undefined ? "" : ` of ${resourceLabel(of)}`}: ${formatPath(value.path)} at ${givenAt(value)}`,
    );
  const change = helpParts(finding.help).flatMap((part) => ("paste" in part ? part.paste : part.words));
  if (change.length > 0) parts.push(`change: ${change.join("; ")}`);
  parts.push(`verify: run again, ${finding.fingerprint} is gone`);
  return parts.join(" | ");
}

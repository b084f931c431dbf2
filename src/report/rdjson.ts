import type { Edit, Finding, RelatedPlace, Report, Severity } from "../lint/contract/finding.ts";
import { type Excerpts, excerptsOf } from "../lint/engine/excerpt.ts";
import { printedEdits } from "../lint/fix.ts";
import { Framed, jsonPieces, Listed } from "./json-pieces.ts";
import { printable } from "./printable.ts";
import { type ReportedPlace, reportedPlace } from "./reported-place.ts";

const severities: Readonly<Record<Severity, string>> = { error: "ERROR", warning: "WARNING", info: "INFO" };

/** reviewdog counts columns in UTF-8 bytes; known where the line was kept, else the UTF-16 column stands for it. */
function byteColumn(column: number, line: string | undefined): number {
  if (line === undefined) return column;
  return new TextEncoder().encode(line.slice(0, column - 1)).length + 1;
}

function range(place: ReportedPlace, lines: Excerpts) {
  return {
    start: { line: place.line, column: byteColumn(place.column, lines.line(place.file, place.line)) },
    end: { line: place.endLine, column: byteColumn(place.endColumn, lines.line(place.file, place.endLine)) },
  };
}

function locationOf(at: Finding | RelatedPlace, lines: Excerpts) {
  const place = reportedPlace(at);
  return { path: place.file, range: range(place, lines) };
}

function diagnostic(finding: Finding, lines: Excerpts, edits: readonly Edit[]) {
  const help = finding.help === "" ? "" : `\nhelp: ${finding.help}`;
  return {
    message: `${finding.message}${help}`.split("\n").map(printable).join("\n"),
    location: locationOf(finding, lines),
    severity: severities[finding.severity],
    code: { value: finding.rule },
    // A suggestion is of the diagnostic's own file: half of a fix of several is none.
    ...(edits.length === 0 || edits.some(({ location }) => location.file !== edits[0]?.location.file)
      ? {}
      : { suggestions: edits.map((edit) => ({ range: range(edit.location, lines), text: edit.text })) }),
    ...(finding.related.length === 0
      ? {}
      : {
          related_locations: finding.related.map((other) => ({
            message: printable(other.message),
            location: locationOf(other, lines),
          })),
        }),
  };
}

/** reviewdog's Diagnostic Format. */
export function rdjson(report: Report): Iterable<string> {
  return jsonPieces(new Framed({ source: { name: report.tool.name }, diagnostics: new Listed(diagnostics(report)) }));
}

function* diagnostics(report: Report): Generator<object, void> {
  const lines = excerptsOf(report);
  const edits = printedEdits(report.findings);
  for (const problem of report.problems)
    yield {
      message: printable(problem.message),
      location: { path: problem.file, range: { start: { line: problem.line, column: problem.column } } },
      severity: problem.kind === "ignored-text" ? "WARNING" : "ERROR",
      code: { value: `input-${problem.kind}` },
    };
  for (const finding of report.findings) yield diagnostic(finding, lines, edits.get(finding) ?? []);
}

import { confidenceOfRule } from "../lint/contract/confidence.ts";
import type { Confidence, Edit, Finding, RelatedPlace, Report, Severity } from "../lint/contract/finding.ts";
import { excerptsOf } from "../lint/engine/excerpt.ts";
import { byPlace } from "../lint/engine/order.ts";
import { printedEdits } from "../lint/fix.ts";
import type { Problem } from "../read/problem.ts";
import { reportValue } from "./json.ts";
import { Framed, jsonPieces, Listed, listed } from "./json-pieces.ts";
import { printable } from "./printable.ts";
import { reportProperty } from "./report-property.ts";
import { type ReportedPlace, reportedPlace } from "./reported-place.ts";
import { ruleInfo } from "./rule-catalogue.ts";

/** GitHub code scanning refuses a run with more. */
const mostResults = 25_000;
/** GitHub's limit for a description. */
const longestText = 1024;

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };
const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** A path as a URI reference, relative where the path is. */
function uri(file: string): string {
  const path = file.replace(/\\/g, "/").replace(/^\.\//, "").split("/").map(encodeSegment).join("/");
  if (/^[A-Za-z]%3A\//.test(path)) return `file:///${path.replace("%3A", ":")}`;
  // \\server\share names a machine, as the authority of a URI does.
  if (file.startsWith("\\\\")) return `file:${path}`;
  return path.startsWith("/") ? `file://${path}` : path;
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, "\ufffd"));
}

function region({ line, column, endLine, endColumn }: Omit<ReportedPlace, "file">) {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function physical(place: ReportedPlace) {
  return { physicalLocation: { artifactLocation: { uri: uri(place.file) }, region: region(place) } };
}

function clip(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}

function descriptor(id: string) {
  const info = ruleInfo(id);
  if (info === undefined) return { id };
  return {
    id,
    shortDescription: { text: clip(info.summary) },
    fullDescription: { text: clip(info.rationale) },
    help: {
      text: [info.rationale, info.fix, info.falseAlarms]
        .filter((text) => text !== undefined && text !== "")
        .join("\n\n"),
    },
    defaultConfiguration: { level: levels[info.severity] },
    properties: {
      tags: ["kubernetes", "statefulset", info.category],
      precision: precisions[confidenceOfRule(info)],
      "problem.severity": problemSeverity[info.severity],
    },
  };
}

const precisions: Readonly<Record<Confidence, string>> = { certain: "very-high", likely: "high", possible: "medium" };

const problemSeverity: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "recommendation",
};

function change({ location, text }: Edit) {
  return {
    artifactLocation: { uri: uri(location.file) },
    replacements: [{ deletedRegion: region(location), insertedContent: { text } }],
  };
}

function related(place: RelatedPlace, id: number) {
  return { id, message: { text: printable(place.message) }, ...physical(reportedPlace(place)) };
}

type BaselineState = "new" | "unchanged";

function result(
  finding: Finding,
  index: ReadonlyMap<string, number>,
  state: BaselineState | undefined,
  edits: readonly Edit[],
) {
  const help = finding.help === "" ? "" : `\nHelp: ${finding.help}`;
  return {
    ruleId: finding.rule,
    ruleIndex: index.get(finding.rule) ?? -1,
    level: levels[finding.severity],
    message: { text: `${finding.message}${help}`.split("\n").map(printable).join("\n") },
    locations: [physical(reportedPlace(finding))],
    ...(finding.related.length === 0 ? {} : { relatedLocations: finding.related.map(related) }),
    ...(state === undefined ? {} : { baselineState: state }),
    properties: { precision: precisions[finding.confidence] },
    partialFingerprints: { primaryLocationLineHash: finding.fingerprint },
    ...(finding.fix === undefined || edits.length === 0
      ? {}
      : {
          fixes: [
            {
              description: { text: printable(finding.fix.description) },
              artifactChanges: edits.map(change),
            },
          ],
        }),
  };
}

function notification({ kind, file, line, column, message }: Problem) {
  return {
    level: kind === "ignored-text" ? "warning" : "error",
    descriptor: { id: `input-${kind}` },
    message: { text: printable(message) },
    locations: [
      { physicalLocation: { artifactLocation: { uri: uri(file) }, region: { startLine: line, startColumn: column } } },
    ],
  };
}

/** SARIF 2.1.0 as GitHub code scanning and reviewdog read it. */
export function sarif(report: Report): Iterable<string> {
  const rules = new Set([...report.rules, ...report.findings.map((finding) => finding.rule)]);
  const ids = [...rules].sort();
  const index = new Map(ids.map((id, position) => [id, position]));
  // A result that is missing is read as fixed, so what the baseline knows stays, marked as known.
  const unchanged = report.suppressed.filter(({ suppression }) => suppression.kind === "baseline");
  const hasBaseline = unchanged.length > 0 || excerptsOf(report).hasBaseline;
  const all = [...report.findings, ...unchanged];
  const known = new Set<Finding>(unchanged);
  const tooMany = all.length > mostResults;
  const findings = tooMany
    ? all.sort((a, b) => rank[a.severity] - rank[b.severity]).slice(0, mostResults)
    : all.sort(byPlace);
  const edits = printedEdits(findings);
  const notifications: object[] = report.problems.map(notification);
  if (tooMany) {
    const text = `${all.length - mostResults} findings of the lowest severity are left out: code scanning takes ${mostResults}`;
    notifications.push({ level: "warning", descriptor: { id: "too-many-results" }, message: { text } });
  }
  const run = new Framed({
    tool: {
      driver: {
        name: report.tool.name,
        version: report.tool.version,
        // The package itself: it is published in one place and has no page of its own.
        informationUri: `pkg:npm/${report.tool.name}@${report.tool.version}`,
        semanticVersion: report.tool.version,
        rules: ids.map(descriptor),
      },
    },
    columnKind: "utf16CodeUnits",
    invocations: [
      {
        executionSuccessful: report.problems.every((problem) => problem.kind === "ignored-text"),
        toolExecutionNotifications: notifications,
      },
    ],
    results: listed(findings, (finding) =>
      result(
        finding,
        index,
        hasBaseline ? (known.has(finding) ? "unchanged" : "new") : undefined,
        edits.get(finding) ?? [],
      ),
    ),
    // The log of a part of the input carries the whole report, for `sts-lint merge`.
    ...(excerptsOf(report).shard === undefined
      ? {}
      : { properties: new Framed({ [reportProperty]: reportValue(report) }) }),
  });
  return jsonPieces(
    new Framed({
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: new Listed([run]),
    }),
  );
}

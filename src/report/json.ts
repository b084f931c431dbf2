import type {
  AdmissionRefusal,
  Finding,
  Fix,
  RelatedPlace,
  Report,
  ResourceName,
  Summary,
  SuppressedFinding,
  Suppression,
  TemplatePlace,
  TemplateRange,
  Unchecked,
  ValuePlace,
} from "../lint/contract/finding.ts";
import type { IgnoreRecord, OpenFinding, ShardRecord, ShardRun } from "../lint/contract/shard.ts";
import { excerptsOf } from "../lint/engine/excerpt.ts";
import type { Location } from "../read/location.ts";
import type { Problem } from "../read/problem.ts";
import { Framed, jsonPieces, listed } from "./json-pieces.ts";
import { ordered } from "./ordered.ts";

const summaryKeys = [
  "statefulSets",
  "documents",
  "notChecked",
  "errors",
  "warnings",
  "infos",
  "suppressed",
  "problems",
] as const satisfies readonly (keyof Summary)[];

const location = (value: Location) =>
  ordered(value, ["file", "line", "column", "endLine", "endColumn", "source", "approximate"]);

const resource = (value: ResourceName) => ordered(value, ["apiVersion", "kind", "namespace", "name"]);

const problem = (value: Problem) => ordered(value, ["kind", "file", "line", "column", "message", "more"]);

const refusal = (value: AdmissionRefusal) => ordered(value, ["type", "field", "detail"]);

const range = (value: TemplateRange) => ordered(value, ["file", "line", "column", "endLine", "endColumn"]);

const template = (value: TemplatePlace) => ({
  ...range(value),
  ...(value.via === undefined ? {} : { via: value.via.map(range) }),
  ...(value.text === undefined ? {} : { text: range(value.text) }),
  ...ordered(value, ["exactness", "approximate"]),
});

const valuePlace = (value: ValuePlace) => ({
  ...ordered(value, ["file", "line", "path", "flag"]),
  ...(value.over === undefined ? {} : { over: value.over.map((one) => ordered(one, ["file", "line", "flag"])) }),
});

const editedAt = (value: Pick<Finding, "template" | "values">) => ({
  ...(value.template === undefined ? {} : { template: template(value.template) }),
  ...(value.values === undefined ? {} : { values: value.values.map(valuePlace) }),
});

const fix = (value: Fix) => ({
  description: value.description,
  safe: value.safe,
  edits: value.edits.map((edit) => ({ location: location(edit.location), text: edit.text })),
});

const related = (value: RelatedPlace) => ({
  message: value.message,
  resource: resource(value.resource),
  path: value.path,
  location: location(value.location),
  ...editedAt(value),
});

const suppression = (value: Suppression) => ({
  ...ordered(value, ["kind", "reason", "expires"]),
  ...(value.location === undefined ? {} : { location: location(value.location) }),
});

const unchecked = (value: Unchecked) => ({
  resource: resource(value.resource),
  location: location(value.location),
  why: value.why,
});

function finding(value: Finding) {
  return {
    rule: value.rule,
    severity: value.severity,
    confidence: value.confidence,
    message: value.message,
    resource: resource(value.resource),
    path: value.path,
    location: location(value.location),
    related: value.related.map(related),
    help: value.help,
    fingerprint: value.fingerprint,
    ...ordered(value, ["versions"]),
    ...(value.admission === undefined ? {} : { admission: refusal(value.admission) }),
    ...editedAt(value),
    ...(value.fix === undefined ? {} : { fix: fix(value.fix) }),
    ...ordered(value, ["renders", "approximate", "more"]),
  };
}

const suppressed = (value: SuppressedFinding) => ({ ...finding(value), suppression: suppression(value.suppression) });

const open = (value: OpenFinding) => ({
  says: value.says,
  question: value.question,
  finding: finding(value.finding),
  ...(value.suppression === undefined ? {} : { suppression: suppression(value.suppression) }),
});

const ignore = ({ index, isUsed, usedIf, fault }: IgnoreRecord) => ({
  index,
  isUsed,
  usedIf,
  ...(fault === undefined
    ? {}
    : {
        fault: {
          isUnused: fault.isUnused,
          owner: ordered(fault.owner, ["name", "file", "line"]),
          ...(fault.finding === undefined ? {} : { finding: finding(fault.finding) }),
        },
      }),
});

const run = ({ options, failOn, failed }: ShardRun) => ({
  options,
  failOn,
  failed: failed.map((one) => ordered(one, ["rule", "isPlugin"])),
});

const shard = (value: ShardRecord) =>
  new Framed({
    ...ordered(value, ["index", "of", "input", "charts", "baseline"]),
    names: new Framed({
      workloads: listed(value.names.workloads, (one) => ordered(one, ["kind", "namespace", "name"])),
      claims: listed(value.names.claims, (one) =>
        ordered(one, ["set", "template", "firstOrdinal", "endOrdinal", "namespace"]),
      ),
    }),
    open: listed(value.open, open),
    unusedUnless: listed(value.unusedUnless, (one) => ({ finding: finding(one.finding), unless: one.unless })),
    ignores: listed(value.ignores, ignore),
    lines: listed(value.lines, ({ file, lines }) => new Framed({ file, lines: listed(lines, (line) => line) })),
    ...(value.run === undefined ? {} : { run: run(value.run) }),
  });

/** The report as schemas/report.schema.json describes it, its keys always in the same order. */
export function reportValue(report: Report): Framed {
  const part = excerptsOf(report).shard;
  return new Framed({
    version: report.version,
    tool: ordered(report.tool, ["name", "version"]),
    kubernetesVersions: report.kubernetesVersions,
    summary: ordered(report.summary, summaryKeys),
    rules: report.rules,
    findings: listed(report.findings, finding),
    suppressed: listed(report.suppressed, suppressed),
    problems: listed(report.problems, problem),
    unchecked: listed(report.unchecked, unchecked),
    ...(part === undefined ? {} : { shard: shard(part) }),
  });
}

/** {@link reportValue} as text. */
export function json(report: Report): Iterable<string> {
  return jsonPieces(reportValue(report));
}

import type { Report, SuppressedFinding } from "../contract/finding.ts";
import { OptionError } from "../contract/options.ts";
import type { AnyRule } from "../contract/rule.ts";
import type { ShardRecord } from "../contract/shard.ts";
import { assemble } from "./assemble.ts";
import { Excerpts } from "./excerpt.ts";
import { uncounted } from "./order.ts";
import { type Guard, settle } from "./settle.ts";
import { toolVersion } from "./tool-version.ts";
import { InputNames } from "./whole-input.ts";

/** The report of one part of an input, by the name that messages give it. */
export interface ShardReport {
  readonly name: string;
  readonly report: Report;
  readonly shard: ShardRecord;
}

/**
 * The report that a run over all of the input would have given. Throws {@link OptionError} where the parts are not all
 * those of one run.
 */
export function mergeShards(parts: readonly ShardReport[], rules: readonly AnyRule[], guard: Guard): Report {
  const [first] = parts;
  if (first === undefined) throw new OptionError("no report to merge");
  checkParts(first, parts);
  return joinShards(parts, rules, guard);
}

/** As {@link mergeShards}, of parts that are known to be those of one run. */
export function joinShards(parts: readonly ShardReport[], rules: readonly AnyRule[], guard: Guard): Report {
  const [first] = parts;
  if (first === undefined) throw new OptionError("no report to merge");
  const excerpts = new Excerpts();
  const names = new InputNames();
  for (const { shard } of parts) {
    names.take(shard.names);
    for (const { file, lines } of shard.lines) for (const [line, text] of lines) excerpts.keep(file, line, text);
  }
  excerpts.charts = new Set(parts.flatMap(({ shard }) => shard.charts)).size;
  const reports = parts.map(({ report }) => report);
  const sum = (key: "statefulSets" | "documents" | "notChecked"): number =>
    reports.reduce((all, { summary }) => all + summary[key], 0);
  const held = reports.flatMap(({ suppressed }) => suppressed);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const decided = settle(
    parts.map(({ shard }) => shard),
    names,
    (id) => byId.get(id),
    guard,
  );
  return assemble({
    kubernetesVersions: first.report.kubernetesVersions,
    rules: first.report.rules,
    statefulSets: sum("statefulSets"),
    documents: sum("documents"),
    notChecked: sum("notChecked"),
    findings: [
      ...reports.flatMap(({ findings }) => findings),
      ...held.filter(isKnown).map(({ suppression, ...finding }) => finding),
    ]
      .map((finding) => ({ ...finding, fingerprint: uncounted(finding.fingerprint) }))
      .concat(decided.findings),
    suppressed: [...held.filter((one) => !isKnown(one)), ...decided.suppressed],
    problems: reports.flatMap(({ problems }) => problems),
    unchecked: reports.flatMap(({ unchecked }) => unchecked),
    baseline: baselineOf(parts),
    excerpts,
  });
}

/** Whether a baseline held it back. */
function isKnown({ suppression }: SuppressedFinding): boolean {
  return suppression.kind === "baseline";
}

function baselineOf(parts: readonly ShardReport[]) {
  if (!parts.some(({ shard }) => shard.baseline !== undefined)) return undefined;
  const known = parts.flatMap(({ shard }) => Object.entries(shard.baseline ?? {}));
  return { version: 2 as const, findings: Object.fromEntries(known) };
}

function checkParts(first: ShardReport, parts: readonly ShardReport[]): void {
  const { of: count, input, run } = first.shard;
  const seen = new Map<number, string>();
  for (const { name, report, shard } of parts) {
    const { version } = report.tool;
    const which = `${name} is part ${shard.index} of ${shard.of}`;
    if (version !== toolVersion)
      throw new OptionError(
        `${name} was written by sts-lint ${version}, and this is ${toolVersion}: merge with that one`,
      );
    if (shard.of !== count)
      throw new OptionError(`${which}, but ${first.name} is one of ${count}: merge the parts of one run`);
    const other = seen.get(shard.index);
    if (other !== undefined) throw new OptionError(`${which}, and so is ${other}: name each part once`);
    if (shard.input !== input)
      throw new OptionError(
        `${name} and ${first.name} are parts of different inputs: every part must be given the same files, by the same names`,
      );
    if (shard.run?.options !== run?.options)
      throw new OptionError(
        `${name} and ${first.name} were linted with different options or configurations: give every part the same`,
      );
    seen.set(shard.index, name);
  }
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !seen.has(index));
  if (missing.length === 0) return;
  const named = missing.slice(0, 10).join(", ");
  const more = missing.length > 10 ? ` and ${missing.length - 10} more` : "";
  throw new OptionError(
    `${missing.length === 1 ? "part" : "parts"} ${named}${more} of ${count} ${missing.length === 1 ? "is" : "are"} missing: merge takes the reports of all parts`,
  );
}

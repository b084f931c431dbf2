import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type ChartFindings, resourceOf } from "./charts.ts";

/** The severities whose findings are judged, each in a list of its own: errors and warnings one by one, of infos a sample. */
export type JudgedSeverity = "error" | "warning" | "info";

/** A finding that was looked at by hand, in each of the files that have it. */
export interface Judged {
  readonly rule: string;
  /** `StatefulSet/db`: the resource that the finding names. */
  readonly resource: string;
  /** How many findings of the rule the resource has in each file; one unless given. */
  readonly count?: number;
  /** Whether a careful operator would act on it. Left out for errors: one that is not right is mended, not listed. */
  readonly upheld?: boolean;
  /** What the manifest says, and why that cannot work, or works all the same. */
  readonly reason: string;
  readonly files: readonly string[];
}

/** What was judged of one severity. */
export function readJudged(severity: JudgedSeverity): readonly Judged[] {
  return parse(readFileSync(new URL(`./${severity}s.yaml`, import.meta.url), "utf8")) as Judged[];
}

/** What was found and not judged, and what was judged and is no longer found; both empty where the list is true. */
export interface Unsettled {
  readonly unjudged: readonly string[];
  readonly gone: readonly string[];
}

/** Compares what the charts get of one severity with its list, each line as `file: rule resource ×count`. */
export function unsettled(
  charts: readonly ChartFindings[],
  severity: JudgedSeverity,
  judged: readonly Judged[],
): Unsettled {
  const found = foundLines(charts, severity);
  const listed = judgedLines(judged);
  const inFound = new Set(found);
  const inList = new Set(listed);
  return { unjudged: found.filter((line) => !inList.has(line)), gone: listed.filter((line) => !inFound.has(line)) };
}

/** `file: rule resource ×count` for every resource with findings of the severity, sorted. */
function foundLines(charts: readonly ChartFindings[], severity: JudgedSeverity): readonly string[] {
  const counts = new Map<string, number>();
  for (const { file, findings } of charts) {
    for (const finding of findings) {
      if (finding.severity !== severity) continue;
      const key = `${file}: ${finding.rule} ${resourceOf(finding)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].map(([key, count]) => `${key} ×${count}`).sort();
}

/** The same lines for what was judged; a line that stands twice was judged twice. */
export function judgedLines(judged: readonly Judged[]): readonly string[] {
  return judged
    .flatMap(({ rule, resource, count, files }) => files.map((file) => `${file}: ${rule} ${resource} ×${count ?? 1}`))
    .sort();
}

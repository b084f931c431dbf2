import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type ChartFindings, resourceOf } from "./charts.ts";

/** An error that was looked at by hand and found right, in each of the files that have it. */
export interface Judged {
  readonly rule: string;
  /** `StatefulSet/db`: the resource that the finding names. */
  readonly resource: string;
  /** How many findings of the rule the resource has in each file; one unless given. */
  readonly count?: number;
  /** What the manifest says, and why that cannot work. */
  readonly reason: string;
  readonly files: readonly string[];
}

export function readJudged(): readonly Judged[] {
  return parse(readFileSync(new URL("./errors.yaml", import.meta.url), "utf8")) as Judged[];
}

/** `file: rule resource ×count` for every resource with errors, sorted. */
export function errorsOf(charts: readonly ChartFindings[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { file, findings } of charts) {
    for (const finding of findings) {
      if (finding.severity !== "error") continue;
      const key = `${file}: ${finding.rule} ${resourceOf(finding)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].map(([key, count]) => `${key} ×${count}`).sort();
}

/** The same lines for what was judged. */
export function judgedErrors(judged: readonly Judged[]): readonly string[] {
  return judged
    .flatMap(({ rule, resource, count, files }) => files.map((file) => `${file}: ${rule} ${resource} ×${count ?? 1}`))
    .sort();
}

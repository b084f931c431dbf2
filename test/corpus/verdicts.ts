import { readFileSync } from "node:fs";
import type { Finding } from "../../src/index.ts";

/** The Kubernetes minors that the tables of verdicts cover. */
export const minors = ["1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37"] as const;

/** What some versions of the API server answer. */
export interface Verdict {
  readonly versions: readonly string[] | "all";
  readonly accepted: boolean;
}

export function readRows<Row>(path: string): readonly Row[] {
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
}

/** The versions that refuse, as text that compares. */
export function refusing(verdicts: readonly Verdict[]): string {
  const refused = verdicts.filter(({ accepted }) => !accepted);
  return named(refused.flatMap(({ versions }) => (versions === "all" ? minors : versions)));
}

/** The versions for which findings say that the API server refuses. */
export function saidToRefuse(findings: readonly Finding[]): string {
  return named(findings.filter(({ admission }) => admission).flatMap(({ versions }) => versions ?? minors));
}

function named(versions: readonly string[]): string {
  return minors.filter((minor) => versions.includes(minor)).join(" ") || "none";
}

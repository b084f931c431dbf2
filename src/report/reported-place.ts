import type { Finding } from "../lint/contract/finding.ts";

/** A range in a file of a repository. */
export interface ReportedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where a finding is corrected: the chart's template where it is known, else the rendered text. */
export function reportedPlace(finding: Finding): ReportedPlace {
  return finding.template ?? finding.location;
}

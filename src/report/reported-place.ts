import type { Finding, RelatedPlace } from "../lint/contract/finding.ts";

/** A range in a file of a repository. */
export interface ReportedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where a finding, or what belongs to it, is corrected: the chart's template where it is known, else the rendered text. */
export function reportedPlace(place: Finding | RelatedPlace): ReportedPlace {
  return place.template ?? place.location;
}

/** The same as `file:line:column`. */
export function placeText(place: Finding | RelatedPlace): string {
  const { file, line, column } = reportedPlace(place);
  return `${file}:${line}:${column}`;
}

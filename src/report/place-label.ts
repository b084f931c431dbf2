import type { Finding, RelatedPlace } from "../lint/contract/finding.ts";
import type { Location } from "../read/location.ts";
import type { Problem } from "../read/problem.ts";
import { printable } from "./printable.ts";

/** `file:line:column`, as editors and terminals open it. */
export function fileAndLine(place: Location | Problem): string {
  return `${printable(place.file)}:${place.line}:${place.column}`;
}

/**
 * Where a finding, or what belongs to it, stands: with a chart at hand the place in the template comes first, and the
 * one in the rendered text in brackets.
 */
export function editedLabel({ template, location }: Finding | RelatedPlace): string {
  if (template === undefined) return placeLabel(location);
  return `${printable(template.file)}:${template.line}:${template.column} (${fileAndLine(location)})`;
}

/** The template a document came from with the place in the input, or just the place. */
function placeLabel(location: Location): string {
  return location.source === undefined
    ? fileAndLine(location)
    : `${printable(location.source)} (${fileAndLine(location)})`;
}

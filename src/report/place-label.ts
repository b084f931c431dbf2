import type { Location } from "../read/location.ts";
import type { Problem } from "../read/problem.ts";
import { printable } from "./printable.ts";

/** `file:line:column`, as editors and terminals open it. */
export function fileAndLine(place: Location | Problem): string {
  return `${printable(place.file)}:${place.line}:${place.column}`;
}

/** The template a document came from with the place in the input, or just the place. */
export function placeLabel(location: Location): string {
  return location.source === undefined
    ? fileAndLine(location)
    : `${printable(location.source)} (${fileAndLine(location)})`;
}

import type { Finding, RelatedPlace } from "../lint/contract/finding.ts";
import type { Excerpts } from "../lint/engine/excerpt.ts";
import type { Location } from "../read/location.ts";
import type { FormatOptions } from "./format-options.ts";
import { printable } from "./printable.ts";
import { resourceLabel } from "./resource-label.ts";
import type { Span } from "./snippet.ts";

/** Places of one text, drawn together. */
export interface Picture {
  /** The first of them: the finding itself, or what belongs to it. */
  readonly of: Finding | RelatedPlace;
  readonly spans: readonly Span[];
}

/**
 * The finding's own place, then the related ones, by the text they stand in. The template's own text is quoted where it
 * is known, unless the rendered one is asked for: that is where a fault is corrected.
 */
export function picturesOf(finding: Finding, excerpts: Excerpts, show: FormatOptions["show"] = "template"): Picture[] {
  const pictures = new Map<string, { of: Picture["of"]; spans: Span[] }>();
  const add = (of: Picture["of"], label: string): void => {
    const location = show === "rendered" ? of.location : quotedAt(of, excerpts);
    const span: Span = { location, label, primary: of === finding };
    const key = JSON.stringify([location.file, location.source]);
    const picture = pictures.get(key);
    if (picture === undefined) pictures.set(key, { of, spans: [span] });
    else picture.spans.push(span);
  };
  add(finding, resourceLabel(finding.resource));
  for (const place of finding.related) add(asWritten(place, finding), printable(place.message));
  return [...pictures.values()];
}

/**
 * A related place by its own text where that is another one than the chart prints now, as what runs is: the template's line
 * says what comes, and would be shown as what is.
 */
function asWritten(place: RelatedPlace, { location }: Finding): RelatedPlace {
  const { template, ...own } = place;
  if (template === undefined || template.exactness === "exact" || own.location.file === location.file) return place;
  return own;
}

function quotedAt({ template, location }: Picture["of"], excerpts: Excerpts): Location {
  if (template === undefined) return location;
  return excerpts.line(template.file, template.line) === undefined ? location : template;
}

import type { Finding, RelatedPlace } from "../lint/contract/finding.ts";
import type { Location } from "../read/location.ts";
import { printable } from "./printable.ts";
import { resourceLabel } from "./resource-label.ts";
import type { Span } from "./snippet.ts";

/**
 * The finding's own place (or `shown` instead of it), then the related ones, by the document they stand in: each group
 * is one picture.
 */
export function spansByDocument(finding: Finding, shown: Location = finding.location): Span[][] {
  const groups = new Map<string, Span[]>();
  const add = (span: Span): void => {
    const key = JSON.stringify([span.location.file, span.location.source]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [span]);
    else group.push(span);
  };
  add({ location: shown, label: resourceLabel(finding.resource), primary: true });
  for (const place of finding.related) add(relatedSpan(place));
  return [...groups.values()];
}

function relatedSpan(place: RelatedPlace): Span {
  return { location: place.location, label: printable(place.message), primary: false };
}

import { filled, mapping } from "../../src/model/fields.ts";
import type { Manifest } from "../../src/read/document.ts";

/** ` in prod (made 2026-01-02T03:04:05Z)`, as far as the input tells: a cluster holds many of one name, old and new. */
export function seenText(manifest: Manifest): string {
  return placeText(manifest) + ageText(manifest);
}

export function placeText({ namespace }: Manifest): string {
  return namespace === undefined ? "" : ` in ${namespace}`;
}

export function ageText({ value }: Manifest): string {
  const made = filled(mapping(value.metadata).creationTimestamp);
  return made === undefined ? "" : ` (made ${made})`;
}

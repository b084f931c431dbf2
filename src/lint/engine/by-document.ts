import type { Release } from "../../model/release.ts";
import type { Found } from "./found.ts";

/** More findings than a chart has. */
const manyFound = 2_000;

/** Many findings by their document, in the release's order: they are located together, for places are not kept for long. */
export function byDocument(found: readonly Found[], { documents }: Release): readonly Found[] {
  if (found.length < manyFound) return found;
  const order = new Map(documents.map((document, index) => [document, index]));
  const orderOf = ({ violation }: Found): number => order.get(violation.at.manifest.document) ?? -1;
  return [...found].sort((one, other) => orderOf(one) - orderOf(other));
}

import type { UnreadValueFact } from "../../src/lint/contract/chart-traces.ts";
import type { RuleContext } from "../../src/lint/contract/context.ts";
import type { Place } from "../../src/lint/contract/rule.ts";
import type { Release } from "../../src/model/release.ts";
import type { Manifest } from "../../src/read/document.ts";

/** The unread values of the chart that made the release, with the first of its StatefulSets. */
export function unreadOf(
  release: Release,
  context: RuleContext,
  isGiven: boolean,
): { readonly manifest: Manifest; readonly values: readonly UnreadValueFact[] } | undefined {
  for (const { manifest } of release.statefulSets) {
    const values = context.unreadValues(manifest, isGiven);
    if (values.length > 0) return { manifest, values };
  }
  return undefined;
}

/** Where the value is written; what a flag gives is said of the set. */
export function placeOf({ location }: UnreadValueFact, manifest: Manifest): Place {
  return { manifest, path: ["kind"], ...(location === undefined ? {} : { location }) };
}

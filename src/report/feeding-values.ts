import type { Finding, ResourceName, ValuePlace } from "../lint/contract/finding.ts";
import { formatPath } from "../read/path.ts";

/** A value of the chart, and what it feeds where that is another resource than the finding's. */
export interface FeedingValue {
  readonly value: ValuePlace;
  readonly of?: ResourceName;
}

/** The values that feed the finding's place, then those that feed what belongs to it; each once. */
export function feedingValues({ values = [], related }: Finding): readonly FeedingValue[] {
  const found: FeedingValue[] = values.map((value) => ({ value }));
  const told = new Set(values.map(keyOf));
  for (const place of related) {
    for (const value of place.values ?? []) {
      if (told.has(keyOf(value))) continue;
      told.add(keyOf(value));
      found.push({ value, of: place.resource });
    }
  }
  return found;
}

/** Where a value was given: `values-prod.yaml:3`, or the flag. */
export function givenAt({ file, line, flag }: Pick<ValuePlace, "file" | "line" | "flag">): string {
  return flag ?? `${file}:${line}`;
}

function keyOf(value: ValuePlace): string {
  return `${formatPath(value.path)} ${givenAt(value)}`;
}

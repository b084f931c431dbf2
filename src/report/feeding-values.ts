import type { Finding, ResourceName, ValuePlace } from "../lint/contract/finding.ts";
import { formatPath } from "../read/path.ts";

/** A value of the chart, and what it feeds where that is another resource than the finding's. */
export interface FeedingValue {
  readonly value: ValuePlace;
  readonly of?: ResourceName;
}

/** A mapping is fed by all values below it: more than these say nothing of the place. */
const mostShown = 3;

/** What a report for people names: the first values, and how many there are beside them. */
export interface ShownValues {
  readonly shown: readonly FeedingValue[];
  readonly more: number;
}

/** The values that feed the finding's place, then those that feed what belongs to it; each once. */
export function feedingValues(finding: Finding): ShownValues {
  const all = allValues(finding);
  const count = all.length === mostShown + 1 ? all.length : mostShown;
  return { shown: all.slice(0, count), more: Math.max(0, all.length - count) };
}

function allValues({ values = [], related }: Finding): readonly FeedingValue[] {
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

import { isAddedLabel, podNameLabel } from "./added-labels.ts";
import { beforeOrdinal } from "./ordinal-names.ts";
import { asksForOneValue, type Requirement } from "./selector.ts";

/** What pods that meet a requirement can be looked up by. */
export interface Asked {
  /** A label as written, as one word. */
  readonly label: string;
  /** The pods of a set of this name may have that label, too, though it is written nowhere. */
  readonly set?: string;
}

/** A label as one word: no key holds a zero byte. */
export function wordOf(key: string, value: string): string {
  return `${key}\0${value}`;
}

/**
 * Undefined where pods cannot be looked up: the requirement does not ask for one value, or for a label that a controller
 * adds with a value that nobody knows.
 */
export function askedFor(requirement: Requirement): Asked | undefined {
  const [value] = requirement.values;
  if (!asksForOneValue(requirement) || value === undefined) return undefined;
  const { key } = requirement;
  const label = wordOf(key, value);
  if (key === podNameLabel) return { label, set: beforeOrdinal(value) };
  return isAddedLabel(key) ? undefined : { label };
}

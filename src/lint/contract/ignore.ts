import type { Location } from "../../read/location.ts";

/** A finding that was looked at and accepted. */
export interface Ignore {
  readonly rule: string;
  /** Why; never empty. */
  readonly reason: string;
  /** The last day on which it holds, `2027-01-31`. */
  readonly expires?: string;
  /** Where it is written, if that is known: what is wrong with it is then said there, once. */
  readonly location?: Location;
}

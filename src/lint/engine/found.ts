import type { AdmissionRefusal, AnyRule, Violation } from "../contract/rule.ts";

/** A violation and the rule that yielded it. */
export interface Found {
  readonly rule: AnyRule;
  readonly violation: Violation;
  /** What it stands for beside itself; absent of nearly all. */
  readonly rest?: Rest;
}

/** What is found beyond all that is listed: the first of its kind stands for it. */
export interface Rest {
  /** How many more were found that are told alike. */
  more: number;
  /** The refusals that those explain. */
  readonly explained: AdmissionRefusal[];
}

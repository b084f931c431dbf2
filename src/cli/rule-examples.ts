import type { LintOptions } from "../lint/contract/options.ts";

/** Manifests that a rule speaks about, or keeps silent about, with what it needs beside them. */
export interface RuleExample {
  readonly name: string;
  readonly manifests: string;
  readonly options?: LintOptions;
  readonly ruleOptions?: Readonly<Record<string, unknown>>;
}

/** The first invalid and the first valid of a rule's cases. */
export interface RuleExamples {
  readonly bad: RuleExample;
  readonly good: RuleExample;
}

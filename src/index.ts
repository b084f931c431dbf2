import { rules } from "../rules/index.generated.ts";
import type { Report } from "./lint/finding.ts";
import { lintWith } from "./lint/lint.ts";
import type { LintOptions } from "./lint/options.ts";
import type { Input } from "./read/document.ts";

/**
 * Lints rendered manifests. Synchronous and pure: nothing is fetched, read or written.
 * Throws `OptionError` for options that cannot be used; bad input is never thrown but reported in `problems`.
 */
export function lint(inputs: Iterable<Input>, options: LintOptions = {}): Report {
  return lintWith(rules, inputs, options);
}

export type { Finding, Report, Severity } from "./lint/finding.ts";
export { type LintOptions, OptionError } from "./lint/options.ts";
export { type AnyRule, defineRule, type Rule, type RuleInfo } from "./lint/rule.ts";
export type { Document, Input, Manifest } from "./read/document.ts";
export type { Location } from "./read/location.ts";
export type { Path } from "./read/path.ts";
export type { Problem } from "./read/problem.ts";
export { rules };

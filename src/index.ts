import { rules } from "../rules/index.generated.ts";
import type { ChartText } from "./chart/chart.ts";
import type { RenderOptions } from "./chart/render/render-options.ts";
import type { Report } from "./lint/contract/finding.ts";
import type { LintOptions } from "./lint/contract/options.ts";
import type { RuleInfo } from "./lint/contract/rule.ts";
import { foretoldBy } from "./lint/engine/foretold.ts";
import { lintWith } from "./lint/engine/lint.ts";
import { lintChartWith, withTraces } from "./lint/traces/lint-chart.ts";
import type { ForetoldOf } from "./plan/foretold.ts";
import type { Input } from "./read/document.ts";

/**
 * Lints rendered manifests. Synchronous and pure: nothing is fetched, read or written. With `chart` every finding also
 * has its place in the chart's templates and the values that feed it.
 * Throws `OptionError` for options that cannot be used; bad input is never thrown but reported in `problems`.
 */
export function lint(inputs: Iterable<Input>, options: LintOptions = {}): Report {
  return lintWith(rules, inputs, withTraces(options));
}

/**
 * Renders a chart as `helm template` does and lints the result: {@link renderChart}, {@link lint}, and every finding
 * with its place in the templates and the values that feed it. A chart that helm would not render is a problem of kind
 * `chart` in the report.
 */
export function lintChart(files: readonly ChartText[], options: LintOptions & RenderOptions = {}): Report {
  return lintChartWith(rules, files, options);
}

/**
 * What the rules know that a plan of the same inputs has to be read with, for its option `foretold`: errors that keep the new
 * pods from becoming ready or from their data, and objects that the API server refuses. Takes the options of {@link lint},
 * `against` with them, and throws as it does.
 */
export function foretold(inputs: Iterable<Input>, options: LintOptions = {}): ForetoldOf[] {
  return foretoldBy(rules, inputs, options);
}

/** Every rule of sts-lint and what it says of itself, by id. */
const ruleInfos: readonly RuleInfo[] = rules;

export { type Admission, type AdmitOptions, admit } from "./admission/admit.ts";
export { DecodeError } from "./admission/decode-error.ts";
export { type Helm3Patch, helm3Patch } from "./admission/helm3-patch.ts";
export { type StoredOptions, stored } from "./admission/stored.ts";
export type { ChartText } from "./chart/chart.ts";
export { type Chart, type ProbeLevel, probeLevels, readChart } from "./chart/index.ts";
export { type Rendered, type RenderedDocument, renderChart } from "./chart/render/render-chart.ts";
export { RenderError } from "./chart/render/render-error.ts";
export type { RenderOptions } from "./chart/render/render-options.ts";
export { renderTemplates } from "./chart/render/render-templates.ts";
export type { Trace, TracedValue } from "./chart/render/trace-document.ts";
export { BudgetError } from "./chart/render/value.ts";
export type {
  AdmissionRefusal,
  Confidence,
  Finding,
  Fix,
  RelatedPlace,
  Report,
  ResourceName,
  Severity,
  Summary,
  SuppressedFinding,
  Suppression,
  Unchecked,
} from "./lint/contract/finding.ts";
export {
  type Baseline,
  type ChartFile,
  type LintOptions,
  type Match,
  OptionError,
  type Override,
  type Preset,
  type RuleSetting,
} from "./lint/contract/options.ts";
export { type AnyRule, defineRule, type Rule, type RuleInfo, type Violation } from "./lint/contract/rule.ts";
export { RuleFault } from "./lint/contract/rule-fault.ts";
export { baselineOf } from "./lint/engine/baseline.ts";
export { applyFixes, type FixOptions } from "./lint/fix.ts";
export { KubernetesVersionError } from "./model/kubernetes-version.ts";
export type { Foretold, ForetoldKind, ForetoldOf } from "./plan/foretold.ts";
export { type PlanOptions, plan } from "./plan/plan.ts";
export type { Plan, Plans } from "./plan/plan-types.ts";
export { type PlansOptions, plans } from "./plan/plans.ts";
export { type RevisionChange, revisionChange } from "./plan/revision-change.ts";
export { Rollout, type RolloutOptions, type Step } from "./plan/rollout.ts";
export type { Document, Input, Manifest } from "./read/document.ts";
export type { Location } from "./read/location.ts";
export type { Path } from "./read/path.ts";
export type { Problem } from "./read/problem.ts";
export { type Manifests, readManifests } from "./read/read-manifests.ts";
export { format } from "./report/format.ts";
export { ruleInfos as rules };

/**
 * `sts-lint/chart`: the renderer alone, for a browser: a chart as `helm template` prints it, and where each node comes
 * from. The same as the package's own exports of these names, without the linter.
 */
export type { ChartText } from "./chart/chart.ts";
export { type Rendered, type RenderedDocument, renderChart } from "./chart/render/render-chart.ts";
export { RenderError } from "./chart/render/render-error.ts";
export type { RenderOptions } from "./chart/render/render-options.ts";
export { renderTemplates } from "./chart/render/render-templates.ts";
export type { Trace, TracedValue } from "./chart/render/trace-document.ts";
export { BudgetError } from "./chart/render/value.ts";
export type { Path } from "./read/path.ts";
export type { Problem } from "./read/problem.ts";

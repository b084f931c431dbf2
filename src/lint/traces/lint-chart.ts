import type { ChartText } from "../../chart/chart.ts";
import { type Rendered, renderChart } from "../../chart/render/render-chart.ts";
import { RenderError } from "../../chart/render/render-error.ts";
import type { RenderOptions } from "../../chart/render/render-options.ts";
import { BudgetError } from "../../chart/render/value.ts";
import type { Problem } from "../../read/problem.ts";
import { saidInLines } from "../../read/said-in-lines.ts";
import type { Report } from "../contract/finding.ts";
import type { ChartFile, LintOptions } from "../contract/options.ts";
import type { AnyRule } from "../contract/rule.ts";
import { attachExcerpts, excerptsOf } from "../engine/excerpt.ts";
import { lintWith } from "../engine/lint.ts";
import { RenderedTraces } from "./rendered-traces.ts";

/** What a chart renders to, or why it does not. */
export type RenderOutcome = { readonly rendered: Rendered } | { readonly problem: Problem };

/** Renders without throwing for what the chart or the options do. */
export function tryRender(files: readonly ChartText[], options: RenderOptions): RenderOutcome {
  try {
    return { rendered: renderChart(files, options) };
  } catch (error) {
    return { problem: renderProblem(error) };
  }
}

/** Why a chart does not render, as the report says it. Whatever is no error of the chart is thrown on. */
export function renderProblem(error: unknown): Problem {
  if (error instanceof RenderError) {
    const { message, kind, calledAt } = error;
    const { file = "Chart.yaml", line = 1, column } = calledAt ?? error;
    const where = calledAt === undefined ? "" : `, in line ${error.line} of the text that \`tpl\` is given here`;
    return {
      kind: "not-rendered",
      file,
      line: line || 1,
      // Go's columns count from 0, those of a report from 1.
      column: column === undefined ? 1 : column + 1,
      ...saidInLines(`${kind === "too-much" ? "sts-lint does" : "helm would"} not render this`, `${message}${where}`),
    };
  }
  if (error instanceof BudgetError) {
    return {
      kind: "not-rendered",
      file: error.file ?? "Chart.yaml",
      line: 1,
      column: 1,
      message: `rendering was given up in this file: ${error.message}. Look for a template that includes itself, or a text or a list that grows at each step`,
    };
  }
  throw error;
}

const textOf = (files: readonly ChartText[]) => (file: string) => files.find(({ path }) => path === file)?.text;

/** The options with the chart's traces, where a chart was given without them and renders. */
export function withTraces(options: LintOptions): LintOptions {
  const { chart, traces, render = {} } = options;
  if (chart === undefined || traces !== undefined) return options;
  const outcome = tryRender(chart, render);
  return "problem" in outcome
    ? options
    : { ...options, traces: new RenderedTraces(outcome.rendered, { text: textOf(chart) }) };
}

export function lintChartWith(
  rules: readonly AnyRule[],
  files: readonly ChartText[],
  options: LintOptions & RenderOptions,
): Report {
  const outcome = tryRender(files, options);
  const chart = files.filter((file): file is ChartText & ChartFile => file.text !== undefined);
  if ("problem" in outcome) return withProblem(lintWith(rules, [], { ...options, chart }), outcome.problem);
  const traces = new RenderedTraces(outcome.rendered, { text: textOf(files) });
  const input = { name: "rendered", text: outcome.rendered.text };
  const isWhole = (options.showOnly ?? []).length === 0;
  const release = { name: "release-name", ...options.release };
  return lintWith(rules, [isWhole ? { ...input, isPart: false } : input], {
    ...options,
    chart,
    traces,
    render: { release },
  });
}

/** In place of the word on empty input: nothing was rendered. */
function withProblem(report: Report, problem: Problem): Report {
  const problems = [problem, ...report.problems.filter(({ kind }) => kind !== "empty")];
  const made: Report = { ...report, problems, summary: { ...report.summary, problems: problems.length } };
  attachExcerpts(made, excerptsOf(report));
  return made;
}

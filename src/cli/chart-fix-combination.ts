import type { OtherRender } from "../chart/node/helm-template.ts";
import type { PrintedChart } from "../chart/render/print-chart.ts";
import { RenderError } from "../chart/render/render-error.ts";
import { BudgetError } from "../chart/render/value.ts";
import type { Edit, Finding } from "../lint/contract/finding.ts";
import { applyFixes } from "../lint/fix.ts";
import { groupedBy } from "../model/grouped.ts";

/** A chart with one combination of values as it renders now. */
export interface Combination {
  readonly render: (other?: OtherRender) => PrintedChart;
  readonly printed: PrintedChart;
  readonly text: string;
  readonly findings: readonly Finding[];
}

export function isChartsFault(error: unknown): boolean {
  return error instanceof RenderError || error instanceof BudgetError;
}

/** The files that the edits change, with them made; one that was not there begins with its first edit. */
export function changedTexts(texts: ReadonlyMap<string, string>, edits: readonly Edit[]): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const [file, own] of groupedBy(edits, ({ location }) => location.file)) {
    const whole = { location: { file }, fix: { description: "", safe: true, edits: own } } as unknown as Finding;
    changed.set(file, applyFixes(texts.get(file) ?? "", [whole]).text);
  }
  return changed;
}

import type { OtherRender } from "../chart/node/helm-template.ts";
import type { PrintedChart } from "../chart/render/print-chart.ts";
import { RenderError } from "../chart/render/render-error.ts";
import { BudgetError } from "../chart/render/value.ts";
import type { Edit, Finding } from "../lint/contract/finding.ts";
import { applyFixes } from "../lint/fix.ts";
import { groupedBy } from "../model/grouped.ts";
import { countOf } from "../read/problem-list.ts";

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

/**
 * The first of what is found now that was not found before, and is worth a line. Of what one rule finds in a resource only
 * so many are listed: where there were more, another one may be one of those, as long as there are no more in all.
 */
export function freshIn(found: readonly Finding[], before: readonly Finding[]): Finding | undefined {
  const known = new Set(before.map(({ fingerprint }) => fingerprint));
  const now = groupedBy(found, ruleAndResource);
  const cut = new Set(
    [...groupedBy(before, ruleAndResource)].flatMap(([id, was]) =>
      was.some(({ more }) => more !== undefined) && countOf(now.get(id) ?? []) <= countOf(was) ? [id] : [],
    ),
  );
  return found.find((one) => one.severity !== "info" && !known.has(one.fingerprint) && !cut.has(ruleAndResource(one)));
}

function ruleAndResource({ rule, resource: { kind, namespace, name } }: Finding): string {
  return JSON.stringify([rule, kind, namespace, name]);
}

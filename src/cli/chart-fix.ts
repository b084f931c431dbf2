import { realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { readChartSource } from "../chart/node/chart-source.ts";
import { type OtherRender, renderFromArguments } from "../chart/node/helm-template.ts";
import { toValid } from "../chart/render/functions/bytes.ts";
import type { PrintedChart } from "../chart/render/print-chart.ts";
import { RenderError } from "../chart/render/render-error.ts";
import { BudgetError } from "../chart/render/value.ts";
import type { Edit, Finding, Report } from "../lint/contract/finding.ts";
import { applyFixes, mergedFixes } from "../lint/fix.ts";
import { chartEdits } from "../lint/traces/chart-edits.ts";
import { readManifests } from "../read/read-manifests.ts";

/** A chart's folder, and every combination of values under which a fix must do what it should and nothing else. */
export interface FixableChart {
  /** Absolute. */
  readonly path: string;
  readonly cwd: string;
  readonly helm: "3" | "4";
  readonly release: string;
  /** helm's arguments, a list a combination; the first is the one that was asked for. */
  readonly combinations: readonly (readonly string[])[];
  readonly lint: (text: string) => Report;
  readonly unsafe: boolean;
}

export interface ChartFixes {
  /** The findings whose fixes were placed, with the edits in files of the chart, by their path in its folder. */
  readonly placed: readonly Finding[];
  /** Fixes that could not be placed, and why. */
  readonly left: readonly { readonly finding: Finding; readonly why: string }[];
  /** The text of each file of the chart as it was read. */
  readonly texts: ReadonlyMap<string, string>;
}

/** More findings than these are fixed by another run. */
const mostFixes = 200;

/** Places the fixes of what is found in a chart in its templates and values, each proved by rendering all combinations. */
export function chartFixes(chart: FixableChart): ChartFixes {
  return new ChartFixer(chart).run();
}

/** A combination as it renders now. */
interface Combination {
  readonly render: (other?: OtherRender) => PrintedChart;
  readonly printed: PrintedChart;
  readonly text: string;
  readonly findings: readonly Finding[];
}

class ChartFixer {
  readonly #chart: FixableChart;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #combinations: readonly Combination[];
  readonly #placed: Finding[] = [];
  /** What was placed, as the fixes of the rendered text have it. */
  readonly #done = new Set<string>();

  constructor(chart: FixableChart) {
    this.#chart = chart;
    this.#texts = editableFiles(chart.path);
    const { cwd, helm, release, path } = chart;
    this.#combinations = chart.combinations.flatMap((args) => {
      try {
        const render = renderFromArguments([release, path, ...args], { cwd, helm });
        const printed = render();
        const text = toValid(printed.text.value);
        return [{ render, printed, text, findings: this.#lint(text) }];
      } catch (error) {
        // What does not render cannot be changed by a fix; the report says why it does not.
        if (isChartsFault(error)) return [];
        throw error;
      }
    });
  }

  #lint(text: string): readonly Finding[] {
    return this.#chart.lint(text).findings;
  }

  run(): ChartFixes {
    const left: { finding: Finding; why: string }[] = [];
    const seen = new Set<string>();
    for (const combination of this.#combinations) {
      for (const finding of combination.findings) {
        const { fix } = finding;
        if (fix === undefined || fix.edits.length === 0 || seen.has(finding.fingerprint)) continue;
        if (!fix.safe && !this.#chart.unsafe) continue;
        seen.add(finding.fingerprint);
        const why =
          seen.size > mostFixes ? "more fixes than one run places: run it again" : this.#place(finding, combination);
        if (why !== undefined) left.push({ finding, why });
      }
    }
    return { placed: this.#placed, left, texts: this.#texts };
  }

  /** Undefined where it was placed, or is gone with one that was; else why not. */
  #place(finding: Finding, { printed }: Combination): string | undefined {
    const { fix } = finding;
    if (fix === undefined) return undefined;
    const textOf = (file: string) => this.#texts.get(file);
    const places = fix.edits.map((edit) => chartEdits(edit, { rendered: printed.text, textOf }));
    if (places.some((some) => some.length === 0))
      return "no line of a template and no value in the chart's own files holds just this text";
    let why: string | undefined;
    for (let choice = 0; choice < Math.max(...places.map(({ length }) => length)); choice++) {
      const edits = places.map((some) => some[Math.min(choice, some.length - 1)] as Edit);
      const placed: Finding = { ...finding, fix: { ...fix, edits } };
      const refused = this.#refusal(placed);
      if (refused === undefined) {
        this.#placed.push(placed);
        this.#done.add(finding.fingerprint);
        return undefined;
      }
      // The likeliest place says best what is in the way.
      why ??= refused;
    }
    return why;
  }

  /** Why the chart must not be changed so, with all that was placed before. */
  #refusal(finding: Finding): string | undefined {
    const together = [...this.#placed, finding];
    const { applied } = mergedFixes(together, { unsafe: true });
    if (applied.length < together.length) return "it touches what another fix changes: run it again";
    const texts = changedTexts(this.#texts, together);
    const done = new Set([...this.#done, finding.fingerprint]);
    for (const combination of this.#combinations) {
      const refused = this.#refusalIn(combination, texts, finding, done);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  #refusalIn(
    { render, text, findings }: Combination,
    texts: ReadonlyMap<string, string>,
    finding: Finding,
    done: ReadonlySet<string>,
  ): string | undefined {
    let next: string;
    try {
      next = toValid(render({ texts }).text.value);
    } catch (error) {
      if (isChartsFault(error)) return "the chart does not render with it";
      throw error;
    }
    const found = this.#lint(next);
    if (found.some(({ fingerprint }) => fingerprint === finding.fingerprint)) return "the finding stays";
    const known = new Set(findings.map(({ fingerprint }) => fingerprint));
    const fresh = found.find(({ fingerprint, severity }) => severity !== "info" && !known.has(fingerprint));
    if (fresh !== undefined) return `it would bring ${fresh.rule}`;
    // A fix that may change what was meant is asked for by name: there it is enough that the finding goes.
    if (this.#chart.unsafe) return undefined;
    const wanted = applyFixes(
      text,
      findings.filter(({ fingerprint }) => done.has(fingerprint)),
    );
    return valuesOf(next) === valuesOf(wanted.text) ? undefined : "it would change more than what the finding is about";
  }
}

function isChartsFault(error: unknown): boolean {
  return error instanceof RenderError || error instanceof BudgetError;
}

/** What Kubernetes reads of a render, document by document. */
function valuesOf(text: string): string {
  return JSON.stringify(
    readManifests([{ name: "rendered", text }]).documents.flatMap(({ source, value }) =>
      value === null ? [] : [[source, value]],
    ),
  );
}

/** The files with the fixes made. */
export function changedTexts(
  texts: ReadonlyMap<string, string>,
  placed: readonly Finding[],
): ReadonlyMap<string, string> {
  const changed = new Map<string, string>();
  for (const [file, edits] of byFile(placed)) {
    const text = texts.get(file);
    const [first] = placed;
    if (text === undefined || first === undefined) continue;
    const whole: Finding = { ...first, fix: { description: "", safe: true, edits } };
    changed.set(file, applyFixes(text, [whole]).text);
  }
  return changed;
}

function byFile(placed: readonly Finding[]): Map<string, Edit[]> {
  const found = new Map<string, Edit[]>();
  for (const edit of mergedFixes(placed, { unsafe: true }).edits) {
    const edits = found.get(edit.location.file);
    if (edits === undefined) found.set(edit.location.file, [edit]);
    else edits.push(edit);
  }
  return found;
}

/** Files that stand in the chart's folder themselves: nothing in an archive, nothing that a link leads out to. */
function editableFiles(path: string): ReadonlyMap<string, string> {
  const root = realpathSync(path);
  const found = new Map<string, string>();
  for (const { name, text } of readChartSource(path, path)) {
    try {
      if (realpathSync(join(root, name)).startsWith(root + sep)) found.set(name, text);
    } catch {
      // A file of a packed subchart.
    }
  }
  return found;
}

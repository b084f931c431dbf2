import { realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { readChartSource } from "../chart/node/chart-source.ts";
import { renderFromArguments } from "../chart/node/helm-template.ts";
import { toValid } from "../chart/render/functions/bytes.ts";
import type { LayerPlace } from "../chart/render/inputs/values-tree.ts";
import type { Edit, Finding } from "../lint/contract/finding.ts";
import { applyFixes, mergedFixes } from "../lint/fix.ts";
import { chartEdits, givenFrom } from "../lint/traces/chart-edits.ts";
import { readManifests } from "../read/read-manifests.ts";
import { type Combination, changedTexts, isChartsFault } from "./chart-fix-combination.ts";
import type { ChartFixes, FixableChart } from "./fixable-chart.ts";
import { newValueFixes } from "./new-value-fixes.ts";

/** More findings than these are fixed by another run. */
const mostFixes = 200;

/** Places the fixes of what is found in a chart in its templates and values, each proved by rendering all combinations. */
export function chartFixes(chart: FixableChart): ChartFixes {
  return new ChartFixer(chart).run();
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
    const { cwd, helm, release, path } = chart;
    this.#combinations = chart.combinations.flatMap((args) => {
      try {
        const render = renderFromArguments([release, path, ...args], { cwd, helm, remoteSchemas: "unknown" });
        const printed = render();
        const text = toValid(printed.output);
        return [{ render, printed, text, findings: this.#lint(text) }];
      } catch (error) {
        // What does not render cannot be changed by a fix; the report says why it does not.
        if (isChartsFault(error)) return [];
        throw error;
      }
    });
    // Where nothing renders nothing is fixed, and what keeps helm from rendering may keep the folder from being read.
    this.#texts = this.#combinations.length === 0 ? new Map() : editableFiles(chart.path);
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
    const edits = mergedFixes(this.#placed, { unsafe: true }).edits;
    if (!this.#chart.unsafe) return { placed: this.#placed, edits, left, texts: this.#texts };
    const values = newValueFixes(this.#chart, this.#texts, this.#combinations, edits);
    return {
      placed: [...this.#placed, ...values.placed],
      edits: [...edits, ...values.edits],
      left: [...left, ...values.left],
      texts: this.#texts,
    };
  }

  /** Undefined where it was placed, or is gone with one that was; else why not. */
  #place(finding: Finding, { printed }: Combination): string | undefined {
    const { fix } = finding;
    if (fix === undefined) return undefined;
    const textOf = (file: string) => this.#texts.get(file);
    const edited = { rendered: printed.text(), textOf };
    const places = fix.edits.map((edit) => chartEdits(edit, edited));
    if (places.some((some) => some.length === 0)) {
      const given = fix.edits.flatMap((edit) => givenFrom(edit, edited) ?? [])[0];
      return given === undefined
        ? "no line of a template and no value in the chart's own files holds just this text"
        : `the value comes from ${placeText(given)}, which is no file of the chart's own: change it there`;
    }
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
    const texts = changedTexts(this.#texts, mergedFixes(together, { unsafe: true }).edits);
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
      next = toValid(render({ texts }).output);
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

function placeText({ file, line, flag }: LayerPlace): string {
  return flag === undefined ? `${file}:${line}` : `\`${flag}\``;
}

/** What Kubernetes reads of a render, document by document. */
function valuesOf(text: string): string {
  return JSON.stringify(
    readManifests([{ name: "rendered", text }]).documents.flatMap(({ source, value }) =>
      value === null ? [] : [[source, value]],
    ),
  );
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

import { editsTogether } from "../chart/parameters/together.ts";
import { toValid } from "../chart/render/functions/bytes.ts";
import type { PrintedChart } from "../chart/render/print-chart.ts";
import { renderedFrom } from "../chart/render/render-chart.ts";
import type { ChartFix } from "../lint/contract/chart-fix.ts";
import type { Edit, Finding } from "../lint/contract/finding.ts";
import { chartFixOf } from "../lint/engine/chart-fixes.ts";
import { mergedFixes } from "../lint/fix.ts";
import { chartEditsOf } from "../lint/traces/new-values.ts";
import { RenderedTraces } from "../lint/traces/rendered-traces.ts";
import { FileLines } from "../read/file-lines.ts";
import { type Combination, changedTexts, freshIn, isChartsFault } from "./chart-fix-combination.ts";
import type { ChartFixes, FixableChart } from "./fixable-chart.ts";
import { anotherRun, Proofs, placeInHalves } from "./place-in-halves.ts";

/** A finding that goes where the chart prints something from a value of its own. */
interface Wanted {
  readonly finding: Finding;
  readonly chart: ChartFix;
}

/** What a combination renders to, and what is found in it. */
interface Rendering {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * Places what gives a chart new values: templates that print them, and their defaults. Proved as other fixes are, and more:
 * in every combination the chart renders to the same bytes. `before` are the edits that are made in any case.
 */
export function newValueFixes(
  chart: FixableChart,
  texts: ReadonlyMap<string, string>,
  combinations: readonly Combination[],
  before: readonly Edit[],
): Pick<ChartFixes, "placed" | "edits" | "left"> {
  return new NewValueFixer(chart, texts, combinations, before).run();
}

class NewValueFixer {
  readonly #chart: FixableChart;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #combinations: readonly Combination[];
  readonly #before: readonly Edit[];
  readonly #proofs: Proofs;
  /** Characters of the values files, which all that is planned together is written into anew. */
  readonly #valuesLength: number;
  readonly #planned = new Map<Combination, ReadonlyMap<string, Finding>>();
  readonly #renderings = new Map<Combination, Rendering>();

  constructor(
    chart: FixableChart,
    texts: ReadonlyMap<string, string>,
    combinations: readonly Combination[],
    before: readonly Edit[],
  ) {
    this.#chart = chart;
    this.#texts = texts;
    this.#combinations = combinations;
    this.#before = before;
    this.#valuesLength = [...texts].reduce(
      (sum, [file, text]) => (/(?:^|\/)values\.yaml$/.test(file) ? sum + text.length : sum),
      0,
    );
    this.#proofs = new Proofs(combinations.reduce((sum, { text }) => sum + text.length, 0));
  }

  run(): Pick<ChartFixes, "placed" | "edits" | "left"> {
    const all = this.#wanted();
    const left: { finding: Finding; why: string }[] = [];
    let placed: readonly Wanted[] = [];
    const now: Wanted[] = [];
    for (const one of all) {
      if (one.finding.more !== undefined) left.push({ finding: one.finding, why: anotherRun });
      else if (!this.#isAsPlanned(one))
        left.push({ finding: one.finding, why: "another fix changes what it is about: run it again" });
      else now.push(one);
    }
    placeInHalves(
      now,
      (some) => {
        const why = this.#refusal([...placed, ...some]);
        if (why === undefined) placed = [...placed, ...some];
        return why;
      },
      ({ finding }, why) => left.push({ finding, why }),
    );
    return {
      placed: placed.map(({ finding }) => finding),
      edits: this.#edits(placed) ?? [],
      left,
    };
  }

  /** Whether the same would be done once what is made in any case was made. */
  #isAsPlanned({ finding, chart }: Wanted): boolean {
    if (this.#before.length === 0) return true;
    return this.#combinations.some((combination) => {
      const then = this.#findingsAsBefore(combination).get(finding.fingerprint);
      return then !== undefined && planOf(chartFixOf(then.fix)) === planOf(chart);
    });
  }

  /** By fingerprint; none where the chart does not render so. */
  #findingsAsBefore(combination: Combination): ReadonlyMap<string, Finding> {
    const known = this.#planned.get(combination);
    if (known !== undefined) return known;
    let found: ReadonlyMap<string, Finding> = new Map();
    try {
      found = new Map(this.#asBefore(combination).findings.map((one) => [one.fingerprint, one]));
    } catch (error) {
      if (!isChartsFault(error)) throw error;
    }
    this.#planned.set(combination, found);
    return found;
  }

  #wanted(): readonly Wanted[] {
    const found = new Map<string, Wanted>();
    for (const combination of this.#combinations)
      for (const finding of this.#found(combination.printed, new Map())) {
        const chart = chartFixOf(finding.fix);
        if (chart !== undefined && !found.has(finding.fingerprint)) found.set(finding.fingerprint, { finding, chart });
      }
    return [...found.values()];
  }

  /** A combination with what is made in any case, and nothing else. @throws {RenderError} */
  #asBefore(combination: Combination): Rendering {
    const known = this.#renderings.get(combination);
    if (known !== undefined) return known;
    const texts = changedTexts(this.#texts, this.#before);
    const printed = texts.size === 0 ? combination.printed : combination.render({ texts });
    const made = { text: textOf(printed), findings: this.#found(printed, texts) };
    this.#renderings.set(combination, made);
    return made;
  }

  #found(printed: PrintedChart, texts: ReadonlyMap<string, string>): readonly Finding[] {
    const files = new Map([...this.#texts, ...texts]);
    const traces = new RenderedTraces(renderedFrom(printed), { text: (file) => files.get(file) });
    const all = [...files].map(([path, text]) => ({ path, text }));
    return this.#chart.lintWithChart(textOf(printed), all, traces).findings;
  }

  #edits(wanted: readonly Wanted[]): readonly Edit[] | undefined {
    const textOf = (file: string) => this.#texts.get(file);
    const edits = editsTogether(
      wanted.map(({ chart }) => chart.made),
      textOf,
    );
    return edits === undefined ? undefined : chartEditsOf(edits, new FileLines(textOf));
  }

  /** Why these cannot be made together with what was placed before. */
  #refusal(wanted: readonly Wanted[]): string | undefined {
    if (this.#proofs.areMade) return anotherRun;
    this.#proofs.take(Math.max(1000, this.#valuesLength));
    const edits = this.#edits(wanted);
    const touched = "it touches what another fix changes: run it again";
    if (edits === undefined || this.#touchesBefore(edits)) return touched;
    if (edits.some(({ location }) => this.#isForeign(location.file)))
      return "what is packed or linked is not written to";
    this.#proofs.take();
    const texts = changedTexts(this.#texts, [...this.#before, ...edits]);
    const gone = new Set(wanted.map(({ finding }) => finding.fingerprint));
    for (const combination of this.#combinations) {
      try {
        const was = this.#asBefore(combination);
        const now = combination.render({ texts });
        if (textOf(now) !== was.text) return "the chart would not render as before";
        const found = this.#found(now, texts);
        if (found.some(({ fingerprint }) => gone.has(fingerprint))) return "the finding stays";
        const fresh = freshIn(found, was.findings);
        if (fresh !== undefined) return `it would bring ${fresh.rule}: run it again once that is mended`;
      } catch (error) {
        if (isChartsFault(error)) return "the chart does not render with it";
        throw error;
      }
    }
    return undefined;
  }

  #touchesBefore(edits: readonly Edit[]): boolean {
    const both = [this.#before, edits].filter(({ length }) => length > 0);
    const fixes = both.map((all) => ({ fix: { description: "", safe: true, edits: all } }) as unknown as Finding);
    return mergedFixes(fixes).applied.length < both.length;
  }

  /** Whether a file is one that is neither read from the chart's folder nor a values file that it lacks. */
  #isForeign(file: string): boolean {
    return !this.#texts.has(file) && !this.#texts.has(file.replace(/values\.yaml$/, "Chart.yaml"));
  }
}

function textOf({ output }: PrintedChart): string {
  return toValid(output);
}

/** What a fix does, wherever it stands: what its templates print and what its values are. */
function planOf(fix: ChartFix | undefined): string {
  return JSON.stringify([fix?.made.templates.map(({ text }) => text), fix?.made.defaults]);
}

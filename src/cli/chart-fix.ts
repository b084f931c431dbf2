import { realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { readChartSource } from "../chart/node/chart-source.ts";
import { renderFromArguments } from "../chart/node/helm-template.ts";
import type { ParsedTemplates } from "../chart/render/engine.ts";
import { toValid } from "../chart/render/functions/bytes.ts";
import type { ChartFile } from "../chart/render/inputs/chart-file.ts";
import type { LayerPlace } from "../chart/render/inputs/values-tree.ts";
import type { Edit, Finding } from "../lint/contract/finding.ts";
import { applyFixes, mergedFixes } from "../lint/fix.ts";
import { chartEdits, EditedChart, givenFrom, namesRelease, releaseName } from "../lint/traces/chart-edits.ts";
import { groupedBy } from "../model/grouped.ts";
import { optional } from "../model/pod.ts";
import { countOf } from "../read/problem-list.ts";
import { readManifests } from "../read/read-manifests.ts";
import { type Combination, changedTexts, freshIn, isChartsFault } from "./chart-fix-combination.ts";
import { type Turned, turnedSwitches } from "./chart-fix-switches.ts";
import type { ChartFixes, FixableChart } from "./fixable-chart.ts";
import { newValueFixes } from "./new-value-fixes.ts";
import { anotherRun, Proofs, placeInHalves } from "./place-in-halves.ts";

/** Findings whose fix may be made in files of the chart, the same for all: for each of its edits the places, the likeliest first. */
interface Placeable {
  readonly findings: readonly Finding[];
  readonly places: readonly (readonly Edit[])[];
}

/** Places the fixes of what is found in a chart in its templates and values, each proved by rendering all combinations. */
export function chartFixes(chart: FixableChart): ChartFixes {
  return new ChartFixer(chart).run();
}

class ChartFixer {
  readonly #chart: FixableChart;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #combinations: readonly Combination[];
  readonly #placed: Finding[] = [];
  readonly #proofs: Proofs;
  #switches: readonly Turned[] | undefined;
  /** What was placed, as the fixes of the rendered text have it. */
  readonly #done = new Set<string>();

  constructor(chart: FixableChart) {
    this.#chart = chart;
    const { cwd, helm, release, path } = chart;
    const parsed: ParsedTemplates = new Map();
    let files: readonly ChartFile[] | undefined;
    this.#combinations = chart.combinations.flatMap((args) => {
      try {
        const known = { parsed, ...optional("files", files) };
        const render = renderFromArguments([release, path, ...args], { cwd, helm, remoteSchemas: "unknown", ...known });
        const printed = render();
        files = printed.from.files;
        const text = toValid(printed.output);
        return [{ render, printed, text, findings: this.#lint(text) }];
      } catch (error) {
        // What does not render cannot be changed by a fix; the report says why it does not.
        if (isChartsFault(error)) return [];
        throw error;
      }
    });
    this.#proofs = new Proofs(this.#combinations.reduce((sum, { text }) => sum + text.length, 0));
    // Where nothing renders nothing is fixed, and what keeps helm from rendering may keep the folder from being read.
    this.#texts = this.#combinations.length === 0 ? new Map() : editableFiles(chart.path);
  }

  #lint(text: string): readonly Finding[] {
    return this.#chart.lint(text).findings;
  }

  run(): ChartFixes {
    const wanted = this.#wanted();
    const why = new Map<Finding, string>();
    const placeable = new Map<string, { findings: Finding[]; places: Placeable["places"] }>();
    for (const { finding, edited } of wanted) {
      const places = this.#places(finding, edited);
      if (typeof places === "string") {
        why.set(finding, places);
        continue;
      }
      // What several findings are about, such as a helper that all sets print, is changed for all of them or for none.
      const id = JSON.stringify([finding.fix?.safe, places]);
      const alike = placeable.get(id);
      if (alike === undefined) placeable.set(id, { findings: [finding], places });
      else alike.findings.push(finding);
    }
    // The safe ones first, so that each is proved beside nothing that may change what was meant.
    for (const isSafe of [true, false])
      placeInHalves<Placeable>(
        [...placeable.values()].filter(({ findings: [finding] }) => (finding?.fix?.safe === true) === isSafe),
        (some) => this.#place(some),
        ({ findings }, reason) => {
          for (const finding of findings) why.set(finding, reason);
        },
      );
    const left = wanted.flatMap(({ finding }) => {
      const reason = why.get(finding);
      return reason === undefined ? [] : [{ finding, why: reason }];
    });
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

  /** What has a fix, once each, with the combination that it was first found in. */
  #wanted(): readonly { readonly finding: Finding; readonly edited: EditedChart }[] {
    const found = new Map<string, { readonly finding: Finding; readonly edited: EditedChart }>();
    for (const { printed, findings } of this.#combinations) {
      let edited: EditedChart | undefined;
      for (const finding of findings) {
        const { fix } = finding;
        if (fix === undefined || fix.edits.length === 0 || found.has(finding.fingerprint)) continue;
        if (!fix.safe && !this.#chart.unsafe) continue;
        edited ??= new EditedChart(printed.text(), this.#chart.release, (file) => this.#texts.get(file));
        found.set(finding.fingerprint, { finding, edited });
      }
    }
    return [...found.values()];
  }

  /** The places in the chart's files that may do what a fix does to the rendered text; else why there are none. */
  #places(finding: Finding, edited: EditedChart): Placeable["places"] | string {
    if (finding.more !== undefined) return anotherRun;
    const { edits = [] } = finding.fix ?? {};
    const places = edits.map((edit) => chartEdits(edit, edited));
    if (places.every((some) => some.length > 0)) return places;
    if (edits.some(({ text }, index) => places[index]?.length === 0 && namesRelease(text, this.#chart.release)))
      return "its text has the name of the release, which no value can know";
    const given = edits.flatMap((edit) => givenFrom(edit, edited) ?? [])[0];
    return given === undefined
      ? "no line of a template and no value in the chart's own files holds just this text"
      : `the value comes from ${placeText(given)}, which is no file of the chart's own: change it there`;
  }

  /** Undefined where all of them were placed; else why not. One by itself is tried at each of its places. */
  #place(some: readonly Placeable[]): string | undefined {
    const choices = some.length === 1 ? Math.max(...(some[0]?.places ?? []).map(({ length }) => length)) : 1;
    let why: string | undefined;
    for (let choice = 0; choice < choices; choice++) {
      const placed = some.flatMap((one) => chosen(one, choice));
      const refused = this.#refusal(placed);
      if (refused === undefined) {
        this.#placed.push(...placed);
        for (const { fingerprint } of placed) this.#done.add(fingerprint);
        return undefined;
      }
      // The likeliest place says best what is in the way.
      why ??= refused;
    }
    return why;
  }

  /** Why the chart must not be changed so, with all that was placed before. */
  #refusal(some: readonly Finding[]): string | undefined {
    if (this.#proofs.areMade) return anotherRun;
    const together = [...this.#placed, ...some];
    const { applied, edits } = mergedFixes(together, { unsafe: true });
    if (applied.length < together.length) return "it touches what another fix changes: run it again";
    this.#proofs.take();
    const texts = changedTexts(this.#texts, edits);
    const own = new Set(some.map(({ fingerprint }) => fingerprint));
    // A fix that may change what was meant is asked for by name: there it is enough that the finding goes.
    const done = some.every(({ fix }) => fix?.safe === true) ? new Set([...this.#done, ...own]) : undefined;
    for (const combination of this.#combinations) {
      const refused = this.#refusalIn(combination, texts, own, done);
      if (refused !== undefined) return refused;
    }
    return this.#refusalElsewhere(texts, own, done) ?? this.#refusalOfName(texts, some);
  }

  /** Why it must not be changed for releases of another name, where it writes the name of this one. */
  #refusalOfName(texts: ReadonlyMap<string, string>, some: readonly Finding[]): string | undefined {
    const { cwd, helm, release, path, combinations } = this.#chart;
    const [args = []] = combinations;
    const isNamed = (text: string) => namesRelease(text, release) || text.includes(releaseName);
    if (!some.some(({ fix }) => fix?.edits.some(({ text }) => isNamed(text)))) return undefined;
    const render = renderFromArguments([`${release}-b`, path, ...args], { cwd, helm, remoteSchemas: "unknown" });
    const countsIn = (output: string) => groupedBy(this.#lint(toValid(output)), ({ rule }) => rule);
    try {
      const [before, after] = [countsIn(render().output), countsIn(render({ texts }).output)];
      const own = groupedBy(some, ({ rule }) => rule);
      const stays = [...own].find(
        ([rule, fixed]) => countOf(after.get(rule) ?? []) > countOf(before.get(rule) ?? []) - countOf(fixed),
      );
      return stays === undefined ? undefined : "it would write the name of this release, and others have another name";
    } catch (error) {
      if (isChartsFault(error)) return "the chart does not render with it under another name of the release";
      throw error;
    }
  }

  /** Why it must not be changed for the sake of those who turn one of the chart's switches. */
  #refusalElsewhere(
    texts: ReadonlyMap<string, string>,
    own: ReadonlySet<string>,
    done: ReadonlySet<string> | undefined,
  ): string | undefined {
    const [asked] = this.#combinations;
    if (asked === undefined) return undefined;
    this.#switches ??= turnedSwitches(asked, this.#texts, toValid, (text) => this.#lint(text));
    for (const { name, last, text, findings } of this.#switches) {
      this.#proofs.take(text.length);
      let next: string;
      try {
        next = toValid(asked.render({ last, texts }).output);
      } catch (error) {
        if (isChartsFault(error)) return `the chart does not render with it where \`${name}\``;
        throw error;
      }
      if (next === text) continue;
      // Where a fix that may change what was meant has nothing to mend, it changes nothing either.
      if (done === undefined && findings().some(({ fingerprint }) => own.has(fingerprint))) continue;
      const meant = findings().filter(({ fingerprint }) => (done ?? this.#done).has(fingerprint));
      if (valuesOf(next) !== valuesOf(applyFixes(text, meant).text))
        return `where \`${name}\` it would change more than what the finding is about`;
    }
    return undefined;
  }

  /** `done`: whose edits of the rendered text together are all that may change; undefined where more may. */
  #refusalIn(
    { render, text, findings }: Combination,
    texts: ReadonlyMap<string, string>,
    own: ReadonlySet<string>,
    done: ReadonlySet<string> | undefined,
  ): string | undefined {
    let next: string;
    try {
      next = toValid(render({ texts }).output);
    } catch (error) {
      if (isChartsFault(error)) return "the chart does not render with it";
      throw error;
    }
    const found = this.#lint(next);
    if (found.some(({ fingerprint }) => own.has(fingerprint))) return "the finding stays";
    const wanted = applyFixes(
      text,
      findings.filter(({ fingerprint }) => (done ?? new Set([...this.#done, ...own])).has(fingerprint)),
    );
    const isAsWanted = valuesOf(next) === valuesOf(wanted.text);
    if (done !== undefined && !isAsWanted) return "it would change more than what the finding is about";
    // What the finding itself had hidden is no reason to leave it.
    const fresh = isAsWanted ? undefined : freshIn(found, findings);
    return fresh === undefined ? undefined : `it would bring ${fresh.rule}: run it again once that is mended`;
  }
}

/** The findings with their fix at one of its places, or at the last of those that there are. */
function chosen({ findings, places }: Placeable, choice: number): readonly Finding[] {
  const all = places.map((some) => some[Math.min(choice, some.length - 1)] as Edit);
  // Of what a loop or a helper prints at two places one edit serves both.
  const edits = [...new Map(all.map((edit) => [JSON.stringify(edit), edit])).values()];
  return findings.map((finding) => ({ ...finding, fix: { description: "", safe: true, ...finding.fix, edits } }));
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

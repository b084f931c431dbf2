import type { ChartQuestions } from "../../chart/chart-questions.ts";
import { homeOf } from "../../chart/parameters/home.ts";
import type { Parameters } from "../../chart/parameters/parameters.ts";
import { probeValues } from "../../chart/parameters/probe-values.ts";
import { settingValues } from "../../chart/parameters/setting-values.ts";
import { editedTexts, editsTogether } from "../../chart/parameters/together.ts";
import type { TextEdit } from "../../chart/parameters/values-edits.ts";
import type { MadeValues, NotMade, PrintedManifest } from "../../chart/parameters/wanted-values.ts";
import type { Rendered } from "../../chart/render/render-chart.ts";
import { FileLines } from "../../read/file-lines.ts";
import type { ChartFix, FixedPart } from "../contract/chart-fix.ts";
import type { Edit } from "../contract/finding.ts";

/** Renders that prove fixes one by one, at most: nobody waits for more. */
const mostProofs = 20;

/** Characters of values files that are read over for them, at most, together. */
const mostRead = 30_000_000;

/** Puts values in the place of what a chart's templates write out, as far as the chart renders as before with them. */
export class NewValues {
  readonly #rendered: Rendered;
  readonly #questions: ChartQuestions;
  readonly #parameters: Parameters;
  /** How a report names a file of the chart. */
  readonly #named: (file: string) => string;
  readonly #lines = new FileLines((file) => this.#textOf(file));
  #read = 0;

  constructor(rendered: Rendered, questions: ChartQuestions, named: (file: string) => string) {
    this.#rendered = rendered;
    this.#questions = questions;
    this.#parameters = questions.parameters();
    this.#named = named;
  }

  /** `component` is what the manifest's template is called after; `isOnly`: no other template of its chart prints a set. */
  fix(
    manifest: PrintedManifest,
    part: FixedPart,
    component: string | undefined,
    isOnly: boolean,
  ): ChartFix | NotMade | undefined {
    const parameters = this.#parameters;
    const home = homeOf(parameters, manifest, component, isOnly);
    const wanted =
      "probe" in part
        ? [probeValues(parameters, manifest, part, home)]
        : part.settings.map((one) => settingValues(parameters, manifest, one, home));
    const made = parameters.make(manifest, wanted);
    if ("why" in made) return made;
    for (const file of new Set(made.defaults.map((one) => one.file))) this.#read += this.#textOf(file)?.length ?? 0;
    if (this.#read > mostRead) return { why: "this chart has too many of them for one run: make the others first" };
    const edits = editsTogether([made], this.#textOf);
    if (edits === undefined) return { why: "its values file has no place where it could be added" };
    return { made, edits: chartEditsOf(edits, this.#lines, this.#named) };
  }

  /** Those with which the chart renders to the same bytes: tried all together, and one by one where that does not do. */
  proven(fixes: readonly ChartFix[]): ReadonlySet<ChartFix> {
    if (fixes.length === 0 || this.#isSame(fixes.map(({ made }) => made))) return new Set(fixes);
    if (fixes.length === 1) return new Set();
    return new Set(fixes.slice(0, mostProofs).filter(({ made }) => this.#isSame([made])));
  }

  #isSame(all: readonly MadeValues[]): boolean {
    const edits = editsTogether(all, this.#textOf);
    return edits !== undefined && this.#rendered.textWith(editedTexts(edits, this.#textOf)) === this.#rendered.text;
  }

  readonly #textOf = (file: string): string | undefined => this.#questions.textOf(file);
}

/** Edits as a report has them. */
export function chartEditsOf(
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  files: FileLines,
  named: (file: string) => string = (file) => file,
): readonly Edit[] {
  return [...edits].flatMap(([file, own]) => {
    const lines = files.of(file);
    return own.map(
      ({ start, end, text }): Edit => ({ location: { file: named(file), ...lines.range(start, end) }, text }),
    );
  });
}

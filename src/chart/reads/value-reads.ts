import type { ChartFile } from "../render/inputs/chart-file.ts";
import { loadChart } from "../render/inputs/load-chart.ts";
import type { LoadedChart } from "../render/inputs/loaded-chart.ts";
import { entriesOnce, type Given, itemsOnce, type ValuesLayer } from "../render/inputs/values-tree.ts";
import type { Node } from "../render/parse/syntax.ts";
import { type Atom, ContextAtom, MadeAtom, ValueAtom } from "./atom.ts";
import { Heap, NotFollowed } from "./heap.ts";
import { fieldsIn, Templates } from "./templates.ts";
import { Walk } from "./walk.ts";

/** Charts under all their aliases; no chart has more. */
const mostCharts = 300;

/** What the templates of a chart may read of its values, over all branches. */
export interface ValueReads {
  readonly root: ValueAtom;
  /** The layers of the chart's own values.yaml. */
  readonly layers: readonly ValuesLayer[];
  /**
   * Names of fields in named templates that nothing includes. They may be there for the texts that users give to tpl, and
   * what they would be called with is not known.
   */
  readonly named: ReadonlySet<string>;
  /** The chart's own templates, those of subcharts left out. */
  readonly own: readonly OwnTemplate[];
  /** Its subcharts' names and aliases, those among them whose files are not there. */
  readonly subcharts: ReadonlySet<string>;
}

/** A file of templates, parsed. */
export interface OwnTemplate {
  readonly file: ChartFile;
  readonly bodies: readonly (readonly Node[])[];
}

/**
 * Follows the templates of a chart and of all its subcharts, those that are switched off among them. `given` is what a
 * user gives: texts in it may be templates. Undefined where the templates cannot be followed to the end.
 */
export function valueReads(
  files: readonly ChartFile[],
  helm: "3" | "4",
  given: readonly ValuesLayer[],
): ValueReads | undefined {
  try {
    return new Reader(helm).read(loadChart(files, helm), given);
  } catch (error) {
    // The stack ends where templates nest deeper than any chart's.
    if (error instanceof NotFollowed || error instanceof RangeError) return undefined;
    throw error;
  }
}

class Reader {
  readonly #heap = new Heap();
  readonly #templates: Templates;
  readonly #walk: Walk;
  readonly #defines: { readonly body: readonly Node[]; readonly isLibrary: boolean }[] = [];
  readonly #own: OwnTemplate[] = [];
  #charts = 0;

  constructor(helm: "3" | "4") {
    this.#templates = new Templates(helm);
    this.#walk = new Walk(this.#heap, this.#templates);
  }

  read(chart: LoadedChart, given: readonly ValuesLayer[]): ValueReads {
    const root = new ValueAtom();
    for (const layer of given) this.#texts(layer.root);
    this.#chart(chart, chart.name, root, []);
    this.#walk.run();
    const named = new Set<string>();
    for (const { body, isLibrary } of this.#defines) {
      if (this.#walk.isCalled(body)) continue;
      for (const fields of fieldsIn(body)) {
        const from = fields.indexOf("Values") + 1;
        for (const name of isLibrary ? fields.slice(from, from === 0 ? 0 : undefined) : fields) named.add(name);
      }
    }
    const listed = (chart.metadata.dependencies ?? []).flatMap((one) => (one === null ? [] : [one.name, one.alias]));
    const subcharts = new Set([...listed, ...chart.dependencies.map(({ name }) => name)]);
    return { root, layers: chart.layers, named, own: this.#own, subcharts };
  }

  #chart(chart: LoadedChart, path: string, values: ValueAtom, above: readonly ValueAtom[]): ContextAtom {
    if (++this.#charts > mostCharts) throw new NotFollowed("there are too many charts");
    const context = new ContextAtom(values);
    for (const one of above)
      this.#heap.add(this.#heap.entry(values.contents, "global"), new Set([one.child("global")]));
    const subcharts = new MadeAtom();
    context.contents.entries.set("Subcharts", new Set([subcharts]));
    for (const [name, sub] of this.#dependencies(chart, values)) {
      const below = this.#chart(sub, `${path}/charts/${name}`, values.child(name), [...above, values]);
      context.subcharts.set(name, below);
      this.#heap.add(this.#heap.entry(subcharts.contents, name), new Set<Atom>([below]));
    }
    for (const layer of chart.layers) this.#texts(layer.root);
    for (const { text } of chart.files) this.#walk.mayRender(text);
    for (const file of chart.templates) {
      const { name, text } = file;
      const parsed = this.#templates.parse(text);
      if (parsed === undefined) throw new NotFollowed("a template cannot be read");
      if (above.length === 0) this.#own.push({ file, bodies: [parsed, ...parsed.defines].map(({ body }) => body) });
      this.#templates.add(`${path}/${name}`, parsed);
      this.#walk.start(parsed.body, context);
      for (const { body } of parsed.defines) this.#defines.push({ body, isLibrary: chart.isLibrary });
    }
    return context;
  }

  /** Every subchart under each name it is used by, switched on or not; what Chart.yaml itself reads is read. */
  #dependencies(chart: LoadedChart, values: ValueAtom): [string, LoadedChart][] {
    const listed = (chart.metadata.dependencies ?? []).filter((one) => one !== null);
    const found: [string, LoadedChart][] = [];
    for (const { name, alias, condition, importValues = [] } of listed) {
      const own = alias === "" ? name : alias;
      const subs = chart.dependencies.filter((sub) => sub.name === name);
      for (const sub of subs) found.push([own, sub]);
      if (subs.length === 0 || importValues.length > 0) values.child(own).isWhole = true;
      for (const path of condition.split(",")) at(values, path.trim());
    }
    if (listed.length > 0) values.child("tags").isWhole = true;
    for (const sub of chart.dependencies) {
      if (!listed.some(({ name }) => name === sub.name)) found.push([sub.name, sub]);
    }
    return found;
  }

  #texts(value: Given): void {
    if (value.kind === "table") for (const [, child] of entriesOnce(value)) this.#texts(child);
    else if (value.kind === "list") for (const item of itemsOnce(value)) this.#texts(item);
    else if (typeof value.value === "string") this.#walk.mayRender(value.value);
  }
}

function at(values: ValueAtom, path: string): void {
  if (path === "") return;
  path.split(".").reduce((node, step) => node.child(step), values).isTouched = true;
}

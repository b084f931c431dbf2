import type { LoadedChart } from "../inputs/loaded-chart.ts";
import type { Given, LayerPlace, ValuesLayer } from "../inputs/values-tree.ts";
import { type Source, sourcePath } from "../inputs/values-tree.ts";
import type { ValueRef } from "../origin.ts";

type Step = string | number;

/** Which charts take part under which names, and all layers that values come from. */
export class ValueLayers {
  readonly #user: readonly ValuesLayer[];
  readonly #charts = new Map<string, LoadedChart>();
  /** The names that lead to each chart's folder; several where a chart stands under several aliases. */
  readonly #prefixes = new Map<string, Step[][]>();

  constructor(root: LoadedChart, user: readonly ValuesLayer[]) {
    this.#user = user;
    this.#add(root, []);
  }

  #add(chart: LoadedChart, prefix: Step[]): void {
    this.#charts.set(JSON.stringify(prefix), chart);
    this.#prefixes.set(chart.folder, [...(this.#prefixes.get(chart.folder) ?? []), prefix]);
    for (const sub of chart.dependencies) this.#add(sub, [...prefix, sub.name]);
  }

  /** The names from the root chart to the one that a layer belongs to, as seen from a value of the chart `below`. */
  prefixOf(layer: ValuesLayer, below: readonly Step[]): readonly Step[] {
    if (layer.chart === "") return [];
    const all = this.#prefixes.get(layer.chart) ?? [];
    const above = all.filter((prefix) => prefix.every((step, index) => below[index] === step));
    const nearest = above.sort((one, other) => other.length - one.length)[0];
    return nearest ?? all[0] ?? [];
  }

  /** Where a value is written, from what every other layer wins over to what wins over all. */
  *written(chart: readonly Step[], rest: readonly Step[]): Generator<{ layer: ValuesLayer; place: LayerPlace }> {
    for (let depth = chart.length; depth >= 0; depth--) {
      const own = this.#charts.get(JSON.stringify(chart.slice(0, depth)));
      yield* this.#in(own?.layers ?? [], chart.slice(depth), rest);
    }
    yield* this.#in(this.#user, chart, rest);
  }

  *#in(layers: readonly ValuesLayer[], names: readonly Step[], rest: readonly Step[]) {
    for (const layer of layers) {
      const place = layer.placeAt([...names, ...rest]);
      if (place !== undefined) yield { layer, place };
      const global = rest[0] === "global" && names.length > 0 ? layer.placeAt(rest) : undefined;
      if (global !== undefined) yield { layer, place: global };
    }
  }
}

/** A chart that sees values. */
export interface SeenBy {
  readonly layers: ValueLayers;
  /** The names from the root chart to it. */
  readonly chart: readonly Step[];
}

/**
 * Where a mapping or list of a chart's values stands, for what stands in it: the values themselves are gone when what they
 * printed is still traced.
 */
export interface ValueHolder {
  readonly seenBy: SeenBy;
  /** What holds it, and where in that; undefined for all of the chart's values. */
  readonly above: ValueHolder | undefined;
  readonly step: Step;
}

/** The path of what stands in a holder, in the values of the chart that sees it. */
export function stepsTo(holder: ValueHolder, step: Step): readonly Step[] {
  const path = [step];
  for (let at = holder; at.above !== undefined; at = at.above) path.push(at.step);
  return path.reverse();
}

/** A value of `.Values` with the place that gave it; made once for each leaf and key, and worked out when asked for. */
export class WrittenValue implements ValueRef {
  readonly #holder: ValueHolder;
  readonly #step: Step;
  readonly #given: Given | undefined;
  #path: readonly Step[] | undefined;

  constructor(holder: ValueHolder, step: Step, given: Given | undefined) {
    this.#holder = holder;
    this.#step = step;
    this.#given = given;
  }

  get #source(): Source | undefined {
    return this.#given?.source;
  }

  /** Where a user sets it, as seen from the root chart: `global` of the chart that gave it. */
  get path(): readonly Step[] {
    if (this.#path === undefined) {
      const source = this.#source;
      const { chart, layers } = this.#holder.seenBy;
      this.#path =
        source === undefined
          ? [...this.chart, ...stepsTo(this.#holder, this.#step)]
          : [...layers.prefixOf(source.layer, chart), ...sourcePath(source)];
    }
    return this.#path;
  }

  /** Where it is written; undefined for a mapping that helm made. */
  get place(): LayerPlace | undefined {
    const source = this.#source;
    return source?.layer.placeAt(sourcePath(source));
  }

  /** What it won over, the nearest first. */
  get over(): LayerPlace[] {
    const lost: LayerPlace[] = [];
    const own = this.#source?.layer;
    for (const { layer, place } of this.written()) {
      if (layer === own) break;
      lost.push(place);
    }
    return lost.reverse();
  }

  /** The names from the root chart to the one that the value is of. */
  protected get chart(): readonly Step[] {
    return this.#holder.seenBy.chart;
  }

  /** Where it is written, from what every other layer wins over to what wins over all. */
  protected written(): ReturnType<ValueLayers["written"]> {
    const { chart, layers } = this.#holder.seenBy;
    return layers.written(chart, stepsTo(this.#holder, this.#step));
  }
}

/** A value that `.Values` lacks because a null took it out; without a place where nothing writes it. */
export class AbsentValue extends WrittenValue {
  readonly #isGlobal: boolean;
  #places: readonly LayerPlace[] | undefined;

  constructor(holder: ValueHolder, step: Step) {
    super(holder, step, undefined);
    this.#isGlobal = stepsTo(holder, step)[0] === "global";
  }

  override get place(): LayerPlace | undefined {
    return this.#all[0];
  }

  override get over(): LayerPlace[] {
    return this.#all.slice(1);
  }

  protected override get chart(): readonly Step[] {
    return this.#isGlobal ? [] : super.chart;
  }

  get #all(): readonly LayerPlace[] {
    this.#places ??= Array.from(this.written(), ({ place }) => place).reverse();
    return this.#places;
  }
}

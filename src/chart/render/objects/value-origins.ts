import type { LoadedChart } from "../inputs/loaded-chart.ts";
import type { LayerPlace, ValuesLayer } from "../inputs/values-tree.ts";
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

/** A value of `.Values` with the place that gave it; made once for each leaf and key, and worked out when asked for. */
export class WrittenValue implements ValueRef {
  readonly #layers: ValueLayers;
  readonly #source: Source | undefined;
  readonly #chart: readonly Step[];
  readonly #rest: readonly Step[];
  #path: readonly Step[] | undefined;

  /** `chart` are the names from the root chart to the chart that sees the value, `rest` its path in that chart's values. */
  constructor(layers: ValueLayers, source: Source | undefined, chart: readonly Step[], rest: readonly Step[]) {
    this.#layers = layers;
    this.#source = source;
    this.#chart = chart;
    this.#rest = rest;
  }

  /** Where a user sets it, as seen from the root chart: `global` of the chart that gave it. */
  get path(): readonly Step[] {
    if (this.#path === undefined) {
      const source = this.#source;
      this.#path =
        source === undefined
          ? [...this.#chart, ...this.#rest]
          : [...this.#layers.prefixOf(source.layer, this.#chart), ...sourcePath(source)];
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
    for (const { layer, place } of this.#layers.written(this.#chart, this.#rest)) {
      if (layer === this.#source?.layer) break;
      lost.push(place);
    }
    return lost.reverse();
  }
}

/** A value that `.Values` lacks because a null took it out; without a place where nothing writes it. */
export class AbsentValue extends WrittenValue {
  readonly #written: () => LayerPlace[];
  #places: LayerPlace[] | undefined;

  constructor(layers: ValueLayers, chart: readonly Step[], rest: readonly Step[]) {
    super(layers, undefined, rest[0] === "global" ? [] : chart, rest);
    this.#written = () => Array.from(layers.written(chart, rest), ({ place }) => place).reverse();
  }

  override get place(): LayerPlace | undefined {
    this.#places ??= this.#written();
    return this.#places[0];
  }

  override get over(): LayerPlace[] {
    this.#places ??= this.#written();
    return this.#places.slice(1);
  }
}

import { type KnowsAbsent, setContainerOrigin, ValueEntries } from "../container-origins.ts";
import { integer } from "../functions/make.ts";
import type { LoadedChart } from "../inputs/loaded-chart.ts";
import {
  entriesOnce,
  type Given,
  holdsNothing,
  itemOf,
  lengthOf,
  type Sequence,
  type Table,
} from "../inputs/values-tree.ts";
import type { Origin } from "../origin.ts";
import { Text } from "../text.ts";
import { type GoMap, type List, type MapEntry, nil, type Value } from "../value.ts";
import {
  AbsentValue,
  type SeenBy,
  stepsTo,
  type ValueHolder,
  type ValueLayers,
  WrittenValue,
} from "./value-origins.ts";
import type { ValueReads } from "./value-reads.ts";
import { withValuesMethods } from "./values-methods.ts";

type Step = string | number;

/**
 * The final values as templates see them, each key and leaf with where it was written. Nobody may change `values` from
 * now on: what no template looks at is never made of them.
 */
export function valuesObject(
  values: Table,
  root: LoadedChart,
  layers: ValueLayers,
  goType: string,
  reads?: ValueReads,
): GoMap {
  const seenBy = { layers, chart: [], ...(reads === undefined ? {} : { reads }) };
  return withValuesMethods(new ValuesMap(values, root, { seenBy, above: undefined, step: "" }), goType);
}

interface Seen extends SeenBy {
  readonly reads?: ValueReads;
}

interface Holder extends ValueHolder {
  readonly seenBy: Seen;
}

/** A mapping of the values; its entries are made when a template looks into it. */
class ValuesMap implements GoMap, KnowsAbsent {
  readonly kind = "map";
  readonly goType = "map[string]interface {}";
  readonly #at: Holder;
  #given: Table | undefined;
  /** The chart whose values it holds; undefined inside of them. */
  readonly #chart: LoadedChart | undefined;
  #entries: ValueEntries | undefined;

  constructor(given: Table, chart: LoadedChart | undefined, at: Holder) {
    this.#given = given;
    this.#chart = chart;
    this.#at = at;
  }

  get entries(): ValueEntries {
    this.#entries ??= this.#made();
    return this.#entries;
  }

  originOfAbsent(key: string): Origin {
    return { values: [new AbsentValue(this.#at, key)] };
  }

  #made(): ValueEntries {
    const at = this.#at;
    const { above, seenBy, step } = at;
    const { chart, reads } = seenBy;
    const path = () => (above === undefined ? chart : [...chart, ...stepsTo(above, step)]);
    const entries = reads === undefined ? new ValueEntries(this) : reads.entriesAt(path(), this);
    if (this.#given === undefined) return entries;
    for (const [key, given] of entriesOnce(this.#given)) {
      const sub = given.kind === "table" ? this.#chart?.dependencies.find((one) => one.name === key) : undefined;
      const isSubchart = sub !== undefined && given.kind === "table";
      entries.set(
        key,
        isSubchart
          ? {
              key: Text.from(key, originOf(at, key, given)),
              value: new ValuesMap(given, sub, {
                seenBy: { ...seenBy, chart: [...chart, key] },
                above: undefined,
                step: "",
              }),
            }
          : new ValuesEntry(at, key, given),
      );
    }
    this.#given = undefined;
    return entries;
  }
}

/** An entry of a mapping of the values; its key and value are made when they are asked for. */
class ValuesEntry implements MapEntry {
  readonly #holder: Holder;
  readonly #name: string;
  readonly #given: Given;
  #origin: Origin | undefined;
  #key: Text | undefined;
  #value: Value | undefined;

  constructor(holder: Holder, name: string, given: Given) {
    this.#holder = holder;
    this.#name = name;
    this.#given = given;
  }

  get key(): Text {
    this.#key ??= Text.from(this.#name, this.#written);
    return this.#key;
  }

  get value(): Value {
    this.#value ??= isLeaf(this.#given)
      ? leaf(this.#given, this.#written)
      : container(this.#given, this.#holder, this.#name);
    return this.#value;
  }

  get #written(): Origin {
    this.#origin ??= originOf(this.#holder, this.#name, this.#given);
    return this.#origin;
  }
}

/** A list of the values; its items are made when a template looks into it. */
class ValuesList implements List {
  readonly kind = "list";
  readonly goType = "[]interface {}";
  readonly #at: Holder;
  readonly #given: Sequence;
  /** Those that were asked for one by one. */
  #some: Value[] = [];
  #items: Value[] | undefined;

  constructor(given: Sequence, at: Holder) {
    this.#given = given;
    this.#at = at;
  }

  get items(): Value[] {
    this.#items ??= Array.from({ length: this.count }, (_, index) => this.item(index));
    this.#some = [];
    return this.#items;
  }

  get made(): this {
    return this;
  }

  get count(): number {
    return this.#items?.length ?? lengthOf(this.#given);
  }

  item(index: number): Value {
    const known = this.#items === undefined ? this.#some[index] : this.#items[index];
    if (known !== undefined) return known;
    const given = itemOf(this.#given, index);
    if (given === undefined) return nil;
    const item = isLeaf(given) ? leaf(given, originOf(this.#at, index, given)) : container(given, this.#at, index);
    this.#some[index] = item;
    return item;
  }
}

function originOf(holder: ValueHolder, step: Step, given: Given): Origin {
  return { values: [new WrittenValue(holder, step, given)] };
}

type Leaf = Exclude<Given, Table | Sequence>;

function isLeaf(given: Given): given is Leaf {
  return given.kind === "scalar";
}

function container(given: Table | Sequence, above: Holder, step: Step): GoMap | List {
  const at = { seenBy: above.seenBy, above, step };
  const made = given.kind === "table" ? new ValuesMap(given, undefined, at) : new ValuesList(given, at);
  if (holdsNothing(given)) setContainerOrigin(made, originOf(above, step, given));
  return made;
}

function leaf({ value }: Leaf, origin: Origin): Value {
  if (typeof value === "string") return Text.from(value, origin);
  if (typeof value === "boolean") return { kind: "bool", value, origin };
  if (typeof value === "bigint") return integer(value, "int64", origin);
  if (typeof value === "number") return { kind: "float", value, goType: "float64", origin };
  return { kind: "nil", origin };
}

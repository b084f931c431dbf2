import { setAbsentOrigin, setContainerOrigin } from "../container-origins.ts";
import { integer } from "../functions/make.ts";
import type { LoadedChart } from "../inputs/loaded-chart.ts";
import type { Given, Table } from "../inputs/values-tree.ts";
import type { Origin } from "../origin.ts";
import { Text } from "../text.ts";
import type { GoMap, List, MapEntry, Value } from "../value.ts";
import { AbsentValue, type ValueLayers, WrittenValue } from "./value-origins.ts";
import type { ValueReads } from "./value-reads.ts";
import { withValuesMethods } from "./values-methods.ts";

type Step = string | number;

/** The final values as templates see them, each key and leaf with where it was written. */
export function valuesObject(
  values: Table,
  root: LoadedChart,
  layers: ValueLayers,
  goType: string,
  reads?: ValueReads,
): GoMap {
  return withValuesMethods(new Converter(layers, reads).table(values, root, [], []), goType);
}

class Converter {
  readonly #layers: ValueLayers;
  readonly #reads: ValueReads | undefined;

  constructor(layers: ValueLayers, reads: ValueReads | undefined) {
    this.#layers = layers;
    this.#reads = reads;
  }

  /** `chart` is the chart whose values the table holds; undefined inside of them. */
  table(table: Table, chart: LoadedChart | undefined, names: readonly Step[], path: readonly Step[]): GoMap {
    const entries = this.#reads?.entriesAt([...names, ...path]) ?? new Map<string, MapEntry>();
    for (const [key, given] of table.entries) {
      const sub = given.kind === "table" ? chart?.dependencies.find((one) => one.name === key) : undefined;
      const origin = this.#origin(given, names, [...path, key]);
      const value =
        sub !== undefined && given.kind === "table"
          ? this.table(given, sub, [...names, key], [])
          : this.#value(given, names, [...path, key], origin);
      entries.set(key, { key: Text.from(key, origin), value });
    }
    const map: GoMap = { kind: "map", entries, goType: "map[string]interface {}" };
    setAbsentOrigin(map, (key) => ({ values: [new AbsentValue(this.#layers, names, [...path, key])] }));
    return map;
  }

  #origin(given: Given, names: readonly Step[], path: readonly Step[]): Origin {
    return { values: [new WrittenValue(this.#layers, given.source, names, path)] };
  }

  #value(given: Given, names: readonly Step[], path: readonly Step[], origin: Origin): Value {
    if (given.kind === "table") {
      const table = this.table(given, undefined, names, path);
      if (table.entries.size === 0) setContainerOrigin(table, origin);
      return table;
    }
    if (given.kind === "list") {
      const items = given.items.map((item, index) => {
        const below = [...path, index];
        return this.#value(item, names, below, this.#origin(item, names, below));
      });
      const list: List = { kind: "list", items, goType: "[]interface {}" };
      if (items.length === 0) setContainerOrigin(list, origin);
      return list;
    }
    const { value } = given;
    if (typeof value === "string") return Text.from(value, origin);
    if (typeof value === "boolean") return { kind: "bool", value, origin };
    if (typeof value === "bigint") return integer(value, "int64", origin);
    if (typeof value === "number") return { kind: "float", value, goType: "float64", origin };
    return { kind: "nil", origin };
  }
}

import { InputError } from "./input-error.ts";
import type { LoadedChart } from "./loaded-chart.ts";
import { deepCopy, dropNulls, type Given, isNull, newTable, type Table } from "./values-tree.ts";

/** What helm says on stderr while it puts values together. */
export type Warn = (message: string) => void;

/** The name under which values reach every subchart. */
const globalKey = "global";

/**
 * Lays values over those of a chart and of its subcharts (pkg/chart/common/util/coalesce.go). With `merge`, nulls stay;
 * else a null takes the chart's value away. Helm 4 also drops the nulls of a chart's own values.
 */
export class Coalescer {
  readonly #helm: "3" | "4";
  readonly #warn: Warn;

  constructor(helm: "3" | "4", warn: Warn) {
    this.#helm = helm;
    this.#warn = warn;
  }

  /** @throws {InputError} where the value for a subchart is no mapping. */
  values(chart: LoadedChart, given: Table | undefined, merge: boolean): Table {
    return this.#coalesce(chart, given === undefined ? newTable() : deepCopy(given), "", merge);
  }

  #coalesce(chart: LoadedChart, into: Table, prefix: string, merge: boolean): Table {
    this.#own(chart, into, prefix, merge);
    for (const sub of chart.dependencies) {
      const held = into.entries.get(sub.name);
      if (held !== undefined && held.kind !== "table") throw new InputError(`type mismatch on ${sub.name}`);
      const table = held ?? newTable();
      into.entries.set(sub.name, table);
      const below = concat(prefix, chart.name);
      this.#globals(table, into, below);
      into.entries.set(sub.name, this.#coalesce(sub, table, below, merge));
    }
    return into;
  }

  /** Brings the globals of a chart down to a subchart, over those it has. */
  #globals(into: Table, from: Table, prefix: string): void {
    const held = into.entries.get(globalKey);
    const given = from.entries.get(globalKey);
    if (held !== undefined && held.kind !== "table") {
      this.#warn("warning: skipping globals because destination global is not a table.");
      return;
    }
    if (given !== undefined && given.kind !== "table") {
      this.#warn("warning: skipping globals because source global is not a table.");
      return;
    }
    const globals = held ?? newTable();
    for (const [key, value] of given?.entries ?? []) {
      const own = globals.entries.get(key);
      if (value.kind !== "table") {
        if (own?.kind === "table") this.#warn(`key ${key} is table. Skipping`);
        else globals.entries.set(key, value);
        continue;
      }
      const copy: Table = { kind: "table", entries: new Map(value.entries), source: value.source };
      if (own === undefined) globals.entries.set(key, copy);
      else if (own.kind !== "table") this.#warn(`Conflict: cannot merge map onto non-map for "${key}". Skipping.`);
      else {
        this.tables(copy, own, concat(prefix, key), true);
        globals.entries.set(key, copy);
      }
    }
    into.entries.set(globalKey, globals);
  }

  #own(chart: LoadedChart, into: Table, prefix: string, merge: boolean): void {
    if (chart.values === undefined) return;
    const below = concat(prefix, chart.name);
    const dropsNulls = this.#helm === "4" && !merge;
    for (const [key, value] of deepCopy(chart.values).entries) {
      const held = into.entries.get(key);
      if (held === undefined) {
        if (dropsNulls && isNull(value)) continue;
        if (dropsNulls && value.kind === "table") dropNulls(value);
        into.entries.set(key, value);
      } else if (isNull(held)) {
        if (!merge) into.entries.delete(key);
      } else if (held.kind === "table") {
        if (value.kind !== "table") {
          if (!isNull(value)) this.#warn(`warning: skipped value for ${below}.${key}: Not a table.`);
          continue;
        }
        const keeps = merge || chart.dependencies.some((sub) => sub.name === key);
        if (this.#helm === "4" && !keeps) dropNulls(value);
        this.tables(held, value, concat(below, key), keeps);
      }
    }
  }

  /** Lays `over` over `base`, changing both (coalesceTablesFullKey). */
  tables(over: Table, base: Table, prefix: string, merge: boolean): Table {
    const hadValue = new Set<string>();
    for (const [key, value] of base.entries) if (!isNull(value)) hadValue.add(key);
    for (const [key, value] of over.entries) if (isNull(value)) base.entries.set(key, value);
    for (const [key, value] of base.entries) {
      const held = over.entries.get(key);
      if (held === undefined) over.entries.set(key, value);
      else if (!merge && isNull(held) && hadValue.has(key)) over.entries.delete(key);
      else if (value.kind === "table") {
        if (held.kind === "table") this.tables(held, value, concat(prefix, key), merge);
        else this.#warn(`warning: cannot overwrite table with non table for ${concat(prefix, key)}`);
      } else if (held.kind === "table" && !isNull(value))
        this.#warn(`warning: destination for ${concat(prefix, key)} is a table. Ignoring non-table value`);
    }
    return over;
  }
}

function concat(prefix: string, name: string): string {
  return prefix === "" ? name : `${prefix}.${name}`;
}

/** The table that a dotted path names; undefined where there is none. */
export function tableAt(table: Table, path: string): Table | undefined {
  let at: Given | undefined = table;
  for (const name of path.split(".")) at = at?.kind === "table" ? at.entries.get(name) : undefined;
  return at?.kind === "table" ? at : undefined;
}

/** What is no table at a dotted path; undefined where nothing else stands there. */
export function scalarAt(table: Table, path: string): Given | undefined {
  const names = path.split(".");
  const last = names.pop() ?? "";
  const parent = names.length === 0 ? table : tableAt(table, names.join("."));
  const value = parent?.entries.get(last);
  return value?.kind === "table" ? undefined : value;
}

import { asText } from "../../../model/fields.ts";
import { formatG } from "../functions/float-text.ts";
import { type Coalescer, scalarAt, tableAt } from "./coalesce.ts";
import type { LoadedChart } from "./loaded-chart.ts";
import type { Dependency, Metadata } from "./metadata.ts";
import { deepCopy, type Given, newTable, type Table } from "./values-tree.ts";
import { isInRange } from "./version-range.ts";

/**
 * Works out which subcharts take part and under which name, and brings imported values up (ProcessDependencies).
 *
 * @throws {InputError}
 */
export function processDependencies(chart: LoadedChart, values: Table, coalescer: Coalescer, helm: "3" | "4"): void {
  new DependencyProcessor(coalescer, helm).enabled(chart, values, "");
  importAll(chart, coalescer);
}

class DependencyProcessor {
  readonly #coalescer: Coalescer;
  readonly #helm: "3" | "4";

  constructor(coalescer: Coalescer, helm: "3" | "4") {
    this.#coalescer = coalescer;
    this.#helm = helm;
  }

  enabled(chart: LoadedChart, given: Table, path: string): void {
    const listed = listedDependencies(chart.metadata);
    if (listed === undefined) return;
    const charts = chart.dependencies.filter(
      (sub) => !listed.some((one) => one.name === sub.name && isInRange(one.version, sub.metadata.version)),
    );
    for (const one of listed) {
      const found = this.#aliased(chart.dependencies, one);
      if (found !== undefined) charts.push(found);
      if (one.alias !== "") one.name = one.alias;
    }
    chart.setDependencies(charts);
    for (const one of listed) one.enabled = true;
    const values = this.#coalescer.values(chart, given, false);
    applyTags(listed, values);
    applyConditions(listed, values, path);
    const removed = new Set(listed.filter((one) => !one.enabled).map((one) => one.name));
    const kept = chart.dependencies.filter((sub) => !removed.has(sub.name));
    const keptInMetadata = listed.filter((one) => !removed.has(one.name));
    for (const sub of kept) this.enabled(sub, values, `${path}${sub.name}.`);
    chart.metadata.dependencies = keptInMetadata.length === 0 ? undefined : keptInMetadata;
    chart.setDependencies(kept);
  }

  /**
   * The chart that a dependency names, under its alias. Helm 3 copies only the chart itself: what is below it stays
   * shared between the aliases, names that aliases changed among it.
   */
  #aliased(charts: readonly LoadedChart[], dependency: Dependency): LoadedChart | undefined {
    for (const chart of charts) {
      if (chart.name !== dependency.name || !isInRange(dependency.version, chart.metadata.version)) continue;
      const copy = chart.copy();
      copy.metadata = { ...chart.metadata };
      if (this.#helm === "4") {
        if (copy.metadata.dependencies !== undefined)
          copy.metadata.dependencies = copy.metadata.dependencies.map((one) => (one === null ? null : { ...one }));
        copy.setDependencies(chart.dependencies.map((sub) => sub.copy()));
      }
      if (dependency.alias !== "") copy.metadata.name = dependency.alias;
      return copy;
    }
    return undefined;
  }
}

function listedDependencies(metadata: Metadata): Dependency[] | undefined {
  return metadata.dependencies?.filter((one) => one !== null);
}

function applyTags(listed: readonly Dependency[], values: Table): void {
  const tags = tableAt(values, "tags");
  if (tags === undefined) return;
  for (const one of listed) {
    let hasTrue = false;
    let hasFalse = false;
    for (const tag of one.tags ?? []) {
      const value = tags.entries.get(tag);
      if (value?.kind !== "scalar") continue;
      if (value.value === true) hasTrue = true;
      if (value.value === false) hasFalse = true;
    }
    one.enabled = hasTrue || !hasFalse;
  }
}

/** The first path that holds a boolean decides. */
function applyConditions(listed: readonly Dependency[], values: Table, path: string): void {
  for (const one of listed) {
    for (const condition of one.condition.trim().split(",")) {
      if (condition === "") continue;
      const value = scalarAt(values, path + condition);
      if (value?.kind === "scalar" && typeof value.value === "boolean") {
        one.enabled = value.value;
        break;
      }
    }
  }
}

function importAll(chart: LoadedChart, coalescer: Coalescer): void {
  for (const sub of chart.dependencies) importAll(sub, coalescer);
  importValues(chart, coalescer);
}

/** Helm's `template` keeps nulls here: both versions call the form that merges (ProcessDependenciesWithMerge). */
function importValues(chart: LoadedChart, coalescer: Coalescer): void {
  const listed = listedDependencies(chart.metadata);
  if (listed === undefined) return;
  const values = coalescer.values(chart, undefined, true);
  let imported = newTable();
  for (const one of listed) {
    if (one.importValues === undefined) continue;
    const done: unknown[] = [];
    for (const item of one.importValues) {
      const names = importNames(item);
      if (names === undefined) continue;
      done.push(new Map(Object.entries(names)));
      const table = tableAt(values, `${one.name}.${names.child}`);
      if (table === undefined) continue;
      imported = coalescer.tables(imported, typeof item === "string" ? table : placed(names.parent, table), "", true);
    }
    one.importValues = done;
  }
  chart.values = coalescer.tables(deepCopy(values), imported, "", true);
}

/** What an entry of `import-values` takes, and where it goes. */
function importNames(item: unknown): { child: string; parent: string } | undefined {
  if (typeof item === "string") return { child: `exports.${item}`, parent: "." };
  if (typeof item !== "object" || item === null || Array.isArray(item)) return undefined;
  if (item instanceof Map) return undefined;
  return { child: printed(Reflect.get(item, "child")), parent: printed(Reflect.get(item, "parent")) };
}

/** Go's `%v`, as far as what can name a path. */
function printed(value: unknown): string {
  if (value === undefined || value === null) return "<nil>";
  return typeof value === "number" ? formatG(value) : asText(value);
}

function placed(path: string, table: Table): Table {
  if (path === ".") return table;
  let at: Given = table;
  for (const name of path.split(".").reverse()) {
    const outer: Table = newTable();
    outer.entries.set(name, at);
    at = outer;
  }
  return at.kind === "table" ? at : table;
}

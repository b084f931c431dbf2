import { readChartSource } from "../chart/node/chart-source.ts";
import { valuesFilesIn } from "../chart/node/flags.ts";
import { renderFromArguments } from "../chart/node/helm-template.ts";
import {
  entriesOnce,
  type Given,
  givenAt,
  holdsNothing,
  itemsOnce,
  sourcePath,
  type Table,
} from "../chart/render/inputs/values-tree.ts";
import { ValueReads } from "../chart/render/objects/value-reads.ts";
import type { PrintedChart } from "../chart/render/print-chart.ts";
import { renderedFrom } from "../chart/render/render-chart.ts";
import { RenderError } from "../chart/render/render-error.ts";
import { BudgetError } from "../chart/render/value.ts";
import { renderProblem } from "../lint/traces/lint-chart.ts";
import { isMapping } from "../model/fields.ts";
import type { FrozenReport } from "../plan/frozen/frozen-types.ts";
import {
  type ChangeableChart,
  type ChartValue,
  type FrozenOptions,
  frozenValues,
} from "../plan/frozen/frozen-values.ts";
import { type Path, valueAt } from "../read/path.ts";
import { readManifests } from "../read/read-manifests.ts";
import { frozenReadme } from "../report/frozen/readme.ts";
import { frozenText } from "../report/frozen/text.ts";
import { frozenValuesFile } from "../report/frozen/values.ts";
import { printableJson } from "../report/printable.ts";
import { holds } from "./file-bytes.ts";
import type { FrozenFormat } from "./frozen-formats.ts";
import { inChart, type LocalChart } from "./local-chart.ts";
import type { RunObserver } from "./run-observer.ts";

/** A chart whose values are judged, and its values.yaml. */
export interface FrozenChart {
  readonly report: FrozenReport;
  readonly valuesFile: { readonly name: string; readonly text: string };
}

/** What changing each value costs; a chart that does not render is a problem in the report. */
export function frozenChart(chart: LocalChart, options: FrozenOptions, observer?: RunObserver): FrozenChart {
  const name = inChart(chart.name, "values.yaml");
  try {
    const report = frozenValues(changeableChart(chart, observer), options);
    const file = readChartSource(chart.path, chart.path).find((one) => one.name === "values.yaml");
    return { report, valuesFile: { name, text: `${file?.skipped === 1 ? "\ufeff" : ""}${file?.text ?? ""}` } };
  } catch (error) {
    const problem = renderProblem(error);
    const empty = frozenValues({ name: chart.name, values: [], now: "", ...notRendered }, options);
    const given = chart.origin?.(problem.file, problem.line, [])?.file;
    const problems = [{ ...problem, file: given ?? inChart(chart.name, problem.file) }];
    return { report: { ...empty, problems }, valuesFile: { name, text: "" } };
  }
}

const notRendered = { mayMatter: () => true, renderWith: () => undefined, changedNodes: () => undefined };

/** By the name after `--format`. */
export const frozenPrinters: Readonly<
  Record<FrozenFormat, (charts: readonly FrozenChart[], width?: number) => string>
> = {
  text: (charts, width) =>
    frozenText(
      charts.map(({ report }) => report),
      width,
    ),
  json: (charts) => `${printableJson(charts.map(({ report }) => report))}\n`,
  values: (charts) =>
    charts.map(({ report, valuesFile }) => frozenValuesFile(valuesFile.text, valuesFile.name, [report])).join(""),
  readme: (charts) => frozenReadme(charts.map(({ report }) => report)),
};

/**
 * A chart on this machine that is read once and rendered by us with one value changed at a time.
 * @throws what the renderer throws where the chart does not render as it is.
 */
function changeableChart(
  { path, name, release, args, cwd, helm }: LocalChart,
  observer: RunObserver | undefined,
): ChangeableChart {
  const rendered = renderFromArguments([release, path, ...args], { cwd, helm, remoteSchemas: "unknown" });
  const render: typeof rendered = (options) =>
    observer === undefined ? rendered(options) : observer.renders(`${name}, value by value`, () => rendered(options));
  const printed = render();
  holds(printed.from.files.reduce((sum, { text }) => sum + text.length, 0) + printed.output.length);
  // What else the chart renders to never changes what becomes of its StatefulSets and their data.
  const only = new Set(decidingOf(printed).map(({ source }) => printed.fileOf(source)));
  const fed = new Set(setsOf(printed).flatMap(({ text }) => text.values.map((ref) => JSON.stringify(ref.path))));
  const values = leavesOf(printed.from.values, name, args);
  const rank = (one: ChartValue) => (fed.has(JSON.stringify(one.path)) ? 0 : typeof one.value === "boolean" ? 1 : 2);
  const reads = new ValueReads();
  const now = textOf(render({ only, reads }));
  const renderWith = (at: Path, value: unknown) => {
    try {
      return textOf(render({ only, last: overlay(printed.from.values, at, value) }));
    } catch (error) {
      if (error instanceof RenderError || error instanceof BudgetError) return undefined;
      throw error;
    }
  };
  const unlisted = unlistedNames(printed).filter((at) => (renderWith(at, "changed") ?? now) !== now);
  return {
    name,
    values: [
      ...unlisted.map((at) => ({ path: at, value: null })),
      ...values.sort((one, other) => rank(one) - rank(other)),
    ],
    now,
    mayMatter: mayMatter(printed, reads),
    renderWith,
    changedNodes: (at, change) => changedNodes(printed, at, change),
  };
}

/**
 * Whether what is printed may hang on a value: templates look at it, or helm itself does, to hold it against a schema, to
 * hand it down to subcharts, or to tell which of them are there.
 */
function mayMatter({ from: { files, values } }: PrintedChart, reads: ValueReads): (path: Path) => boolean {
  const listed = files
    .filter(({ place }) => /(?:^|\/)(?:Chart|requirements)\.yaml$/.test(place))
    .map(({ text }) => text);
  const conditions = listed.flatMap((text) =>
    [...text.matchAll(/condition["']?\s*:([^\n]*)/g)].map(([, words = ""]) => words),
  );
  const isOpaque =
    files.some(({ place }) => /\.tgz$|values\.schema\.json$/.test(place)) ||
    listed.some((text) => text.includes("import-values")) ||
    conditions.some((words) => !/\w/.test(words));
  if (isOpaque) return () => true;
  const asked = new Set(["global", "tags", ...conditions.flatMap((words) => words.match(/[\w-]+/g) ?? [])]);
  return (path) =>
    path.some((step) => asked.has(String(step))) || givenAt(values, path) === undefined || reads.isRead(path);
}

/** The documents that hold a StatefulSet. */
function setsOf({ documents }: PrintedChart): PrintedChart["documents"] {
  return documents.filter(({ text }) => /\bStatefulSet\b/.test(text.value));
}

/** Those that hold a StatefulSet, or a claim that its pods may mount. */
function decidingOf({ documents }: PrintedChart): PrintedChart["documents"] {
  return documents.filter(({ text }) => /\b(?:StatefulSet|PersistentVolumeClaim)\b/.test(text.value));
}

function textOf(printed: PrintedChart): string {
  const texts = decidingOf(printed).map(({ source, text }) => `---\n# Source: ${source}\n${text.value}\n`);
  return texts.join("");
}

/** Values that name what a chart makes, where its values.yaml leaves them out as many do: changing them strands claims. */
function unlistedNames(printed: PrintedChart): Path[] {
  const sources = setsOf(printed).map(({ source }) => source.split("/templates/")[0] ?? "");
  const charts = [...new Set(sources)].map((source) => source.split("/charts/").slice(1));
  return charts
    .flatMap((chart) => ["nameOverride", "fullnameOverride"].map((name) => [...chart, name]))
    .filter((path) => givenAt(printed.from.values, path) === undefined);
}

/** All values as far as they hold no others, with where they are written. */
function leavesOf(root: Table, name: string, args: readonly string[]): ChartValue[] {
  const leaves: ChartValue[] = [];
  const given = new Set(valuesFilesIn(args));
  const walk = (value: Given, path: Path): void => {
    if (value.kind === "table" && !holdsNothing(value))
      for (const [key, child] of entriesOnce(value)) walk(child, [...path, key]);
    else if (value.kind === "list" && !holdsNothing(value))
      for (const [index, item] of itemsOnce(value).entries()) walk(item, [...path, index]);
    else if (path.length > 0 && !isHandedDown(value, path)) {
      const place = value.source?.layer.placeAt(sourcePath(value.source));
      leaves.push({
        path,
        value: plainOf(value),
        ...(place === undefined || place.flag !== undefined
          ? {}
          : { file: given.has(place.file) ? place.file : inChart(name, place.file), line: place.line }),
        ...(place?.flag === undefined ? {} : { flag: place.flag }),
      });
    }
  };
  walk(root, []);
  return leaves;
}

/** helm hands `global` down to each subchart: it is one value, changed where it stands. */
function isHandedDown({ source }: Given, path: Path): boolean {
  return source !== undefined && path[0] !== "global" && path.includes("global") && sourcePath(source)[0] === "global";
}

function plainOf(value: Given): unknown {
  if (value.kind === "table")
    return Object.assign(
      Object.create(null) as object,
      Object.fromEntries(Array.from(entriesOnce(value), ([key, child]) => [key, plainOf(child)])),
    );
  if (value.kind === "list") return itemsOnce(value).map(plainOf);
  return typeof value.value === "bigint" ? Number(value.value) : value.value;
}

/** An object that holds nothing but the change; a list, which helm never merges, whole. */
function overlay(root: Given, path: Path, value: unknown): object {
  const changed = (at: Given | undefined, rest: Path): unknown => {
    const [step, ...below] = rest;
    if (step === undefined) return value;
    if (typeof step === "number" && at?.kind === "list")
      return at.items.map((item, index) => (index === step ? changed(item, below) : plainOf(item)));
    const child = at?.kind === "table" ? at.entries.get(String(step)) : undefined;
    const isInList = rest.length < path.length && path.slice(0, path.length - rest.length).some(isIndex);
    const others = isInList && at !== undefined ? (plainOf(at) as object) : {};
    return Object.assign(Object.create(null) as object, others, Object.fromEntries([[step, changed(child, below)]]));
  };
  return changed(root, path) as object;
}

function isIndex(step: string | number): boolean {
  return typeof step === "number";
}

/** The StatefulSets' documents as JSON with the nodes changed that hold a value's text. */
function changedNodes(printed: PrintedChart, at: Path, change: (node: unknown) => unknown): string | undefined {
  const wanted = JSON.stringify(at);
  let isFed = false;
  const documents = renderedFrom(printed).documents.filter(({ text }) => /\bStatefulSet\b/.test(text));
  const texts = documents.map(({ source, text, trace }) => {
    const value = readManifests([{ name: source, text }]).documents[0]?.value;
    const changed = (node: unknown, path: Path): unknown => {
      if (Array.isArray(node)) return node.map((item, index) => changed(item, [...path, index]));
      if (isMapping(node))
        return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, changed(child, [...path, key])]));
      if (trace(path)?.values.some((one) => JSON.stringify(one.path) === wanted) !== true) return node;
      isFed = true;
      return change(valueAt(value, path));
    };
    return `---\n# Source: ${source}\n${JSON.stringify(changed(value, []))}\n`;
  });
  return isFed ? texts.join("") : undefined;
}

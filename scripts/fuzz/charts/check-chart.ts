import type { TextFile } from "../../../src/chart/chart.ts";
import { findSource } from "../../../src/chart/chart.ts";
import type { RenderOptions } from "../../../src/chart/render/render-options.ts";
import {
  BudgetError,
  type Finding,
  format,
  lintChart,
  probeLevels,
  RenderError,
  type Rendered,
  type RenderedDocument,
  readChart,
  readManifests,
  renderChart,
  renderTemplates,
} from "../../../src/index.ts";
import type { TemplatePlace, ValuePlace } from "../../../src/lint/contract/finding.ts";
import { formatNames } from "../../../src/report/format.ts";
import { checkLine, checkOutput, checkRange, same } from "../promises.ts";

/** A chart, how it is rendered, and which of the formats is asked for. */
export interface ChartCase {
  readonly files: readonly TextFile[];
  readonly options: RenderOptions;
  readonly turn: number;
}

type Texts = (file: string) => string | undefined;

/** What is looked at of a document's nodes, and of a render's documents: enough to meet every kind. */
const mostPaths = 80;
const mostDocuments = 8;

/** Holds the renderer and lint to what they promise of any chart. @throws {Error} that says which promise was broken. */
export function checkChart({ files, options, turn }: ChartCase): void {
  const texts: Texts = (file) => files.find(({ path }) => path === file)?.text;
  const rendered = twice(
    "rendered",
    () => renderChart(files, options),
    ({ text, notes }) => text + notes,
  );
  twice(
    "templates",
    () => renderTemplates(files, options),
    (all) => JSON.stringify(all),
  );
  if (rendered !== undefined) checkTraces(rendered, texts);
  const report = lintChart(files, { ...options, preset: "all" });
  same(JSON.stringify(lintChart(files, { ...options, preset: "all" })), JSON.stringify(report), "another report");
  for (const finding of report.findings) checkFinding(finding, rendered?.text ?? "", texts);
  const name = formatNames[turn % formatNames.length] ?? "json";
  checkOutput(name, format(name, report));
  checkProbes(files, rendered);
}

/** The chart does not render, and says so, or renders twice to the same. */
function twice<T>(what: string, run: () => T, textOf: (result: T) => string): T | undefined {
  const [first, second] = [outcome(run), outcome(run)];
  const said = (one: typeof first) =>
    "result" in one ? textOf(one.result) : `${one.error.name}: ${one.error.message}`;
  same(said(first), said(second), `${what}: the same chart gave something else`);
  return "result" in first ? first.result : undefined;
}

function outcome<T>(run: () => T): { readonly result: T } | { readonly error: Error } {
  try {
    return { result: run() };
  } catch (error) {
    if (error instanceof RenderError || error instanceof BudgetError) return { error };
    throw error;
  }
}

function checkTraces({ documents, textWith, text }: Rendered, texts: Texts): void {
  for (const document of documents.slice(0, mostDocuments)) checkDocument(document, texts);
  same(textWith(new Map()) ?? "", text, "rendered again with nothing changed it gave something else");
}

function checkDocument(document: RenderedDocument, texts: Texts): void {
  const [read, ...others] = readManifests([{ name: "document", text: document.text }]).documents;
  // A template can print a separator that only a reader of YAML takes for one.
  if (read === undefined || read.problem !== undefined || others.length > 0) return;
  for (const path of pathsOf(read.value)) {
    const who = `${document.source} ${JSON.stringify(path)}`;
    const trace = document.trace(path);
    if (trace === undefined) throw new Error(`${who}: a path that does not resolve`);
    for (const place of [trace.template, ...trace.via]) checkRange(who, place, texts(place.file));
    checkValues(who, trace.values, texts);
    const { key, value, whole } = document.written(path) ?? {};
    for (const place of [key, value, whole]) {
      const length = place === undefined ? 0 : (texts(place.file)?.length ?? -1);
      if (place !== undefined && !(place.start >= 0 && place.start <= place.end && place.end <= length))
        throw new Error(`${who}: written outside the text: ${JSON.stringify(place)}`);
    }
  }
}

function* pathsOf(root: unknown): Generator<readonly (string | number)[]> {
  const queue: (readonly [readonly (string | number)[], unknown])[] = [[[], root]];
  for (let at = 0; at < queue.length && at < mostPaths; at++) {
    const [path, value] = queue[at] as (typeof queue)[number];
    if (typeof value === "object" && value !== null) {
      yield path;
      const isList = Array.isArray(value);
      for (const [key, inner] of Object.entries(value).slice(0, mostPaths))
        queue.push([[...path, isList ? Number(key) : key], inner]);
    } else if (path.length > 0) yield path;
  }
}

function checkValues(who: string, values: readonly ValuePlace[], texts: Texts): void {
  for (const { file, line, flag, over = [] } of values)
    for (const one of [{ file, line, flag }, ...over]) {
      // Values that were handed over, and flags, have no file.
      if (one.flag === undefined && texts(one.file) !== undefined) checkLine(who, one.file, one.line, texts(one.file));
    }
}

function checkFinding({ rule, location, related, template, values, fix }: Finding, text: string, texts: Texts): void {
  const places = [{ location, template, values }, ...related];
  for (const one of places) {
    checkRange(rule, one.location, one.location.file === "rendered" ? text : texts(one.location.file));
    if (one.template !== undefined) checkTemplate(rule, one.template, texts);
    checkValues(rule, one.values ?? [], texts);
  }
  for (const edit of fix?.edits ?? []) {
    const { file } = edit.location;
    const own = file === "rendered" ? text : texts(file);
    // A fix may bring a file that is not there yet.
    if (own !== undefined || edit.location.line > 1) checkRange(`fix of ${rule}`, edit.location, own);
  }
}

function checkTemplate(rule: string, template: TemplatePlace, texts: Texts): void {
  for (const place of [template, ...(template.via ?? [])]) checkRange(`template of ${rule}`, place, texts(place.file));
}

function checkProbes(files: readonly TextFile[], rendered: Rendered | undefined): void {
  const chart = readChart(files);
  for (const { source, text } of rendered?.documents.slice(0, mostDocuments) ?? []) {
    if (findSource(chart, source) === undefined) continue;
    for (const { value } of readManifests([{ name: "document", text }]).documents)
      if (typeof value === "object" && value !== null) probeLevels(chart, source, value as object);
  }
}

import type { LayerPlace } from "../../chart/render/inputs/values-tree.ts";
import { WrittenValue } from "../../chart/render/objects/value-origins.ts";
import type { Origin, ValueRef } from "../../chart/render/origin.ts";
import type { Text } from "../../chart/render/text.ts";
import type { Document } from "../../read/document.ts";
import { FileLines } from "../../read/file-lines.ts";
import type { Location } from "../../read/location.ts";
import type { Path } from "../../read/path.ts";
import { readManifests } from "../../read/read-manifests.ts";
import { TextLines } from "../../read/text-lines.ts";
import { resolvePlain } from "../../read/yaml/resolve.ts";
import type { Edit } from "../contract/finding.ts";
import { replacementFor } from "../fix.ts";

/** What a chart's render and files say of edits of the rendered text, each file read once for all of them. */
export class EditedChart {
  /** The rendered text with where each character came from. */
  readonly rendered: Text;
  readonly renderedLines: TextLines;
  /** The text of a file of the chart that may be edited, by its path in the folder; undefined for any other. */
  readonly textOf: (file: string) => string | undefined;
  readonly lines: FileLines;
  /** The name of the release that was rendered, which no other release has. */
  readonly release: string;
  readonly #documents = new Map<string, Document | undefined>();

  constructor(rendered: Text, release: string, textOf: (file: string) => string | undefined) {
    this.rendered = rendered;
    this.release = release;
    this.renderedLines = new TextLines(rendered.value);
    this.textOf = textOf;
    this.lines = new FileLines(textOf);
  }

  /** The first document of a file, as YAML. */
  documentOf(file: string): Document | undefined {
    if (!this.#documents.has(file))
      this.#documents.set(file, readManifests([{ name: file, text: this.textOf(file) ?? "" }]).documents[0]);
    return this.#documents.get(file);
  }
}

/** How a template asks for the name of the release. */
export const releaseName = "{{ $.Release.Name }}";

/** Parents of a value that are tried in its place. */
const mostParents = 3;

/**
 * Edits of the chart's files that may do to the render what `edit` does to its text, the likeliest first: literal text of
 * a template, the lines that print an entry, the value that was printed. Whether they do is for a render to say.
 */
export function chartEdits(edit: Edit, chart: EditedChart): readonly Edit[] {
  const { location, text } = edit;
  const part = partAt(chart, location);
  if (part === undefined) return [];
  const origins = (part.runs ?? []).flatMap(({ length, origin }) =>
    origin?.place === undefined || length === 0 ? [] : [origin],
  );
  // Lines that a value prints as a whole are the user's: without what prints them the value would be dead for all others, too.
  const isOthers = text === "" && (printsEntries(part) || isPartOfAction(chart, location));
  const inTemplate = isOthers ? undefined : templateEdit(origins, part.value, text, chart);
  // A value knows no release's name, and a template may ask for it.
  if (namesRelease(text, chart.release) && !namesRelease(part.value, chart.release)) {
    const asked = partsAround(text, chart.release).join(releaseName);
    return inTemplate === undefined ? [] : [{ ...inTemplate, text: asked }, inTemplate];
  }
  return [...(inTemplate === undefined ? [] : [inTemplate]), ...valueEdits(part, text, chart)];
}

/** Whether a text has the name of a release, not as a part of another word. */
export function namesRelease(text: string, release: string): boolean {
  return partsAround(text, release).length > 1;
}

/** What stands between the mentions of a release. */
function partsAround(text: string, release: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(release); at >= 0; at = text.indexOf(release, at + release.length)) {
    if (/[A-Za-z\d]/.test(text.charAt(at - 1) + text.charAt(at + release.length))) continue;
    parts.push(text.slice(from, at));
    from = at + release.length;
  }
  return [...parts, text.slice(from)];
}

/** Whether what is taken out is a piece of what one action prints, so that its line prints all else, too. */
function isPartOfAction({ rendered, renderedLines: lines }: EditedChart, location: Location): boolean {
  const start = lines.offset(location.line - 1) + location.column - 1;
  const end = lines.offset(location.endLine - 1) + location.endColumn - 1;
  const actionAt = (at: number) => {
    const origin = at < 0 ? undefined : rendered.slice(at, at + 1).runs?.find(({ length }) => length > 0)?.origin;
    return origin?.place === undefined || origin.isLiteral === true
      ? undefined
      : `${origin.place.file}:${origin.place.start}`;
  };
  const isCut = (at: number) => actionAt(at - 1) !== undefined && actionAt(at - 1) === actionAt(at);
  return isCut(start) || isCut(end);
}

/** Whether a value printed an entry with its key, not only what stands behind one. */
function printsEntries(part: Text): boolean {
  return valuedRuns(part).some(
    ({ start, end, values }) =>
      values.some((ref) => ref instanceof WrittenValue) &&
      (/:(?:\s|$)/m.test(part.value.slice(start, end)) || /^["']?:\s/.test(part.value.slice(end, end + 3))),
  );
}

/** What gave an edited text where that is no file of the chart: a flag, or a file that was named with one. */
export function givenFrom({ location }: Edit, chart: EditedChart): LayerPlace | undefined {
  const part = partAt(chart, location);
  for (const { values } of part === undefined ? [] : valuedRuns(part))
    for (const ref of values)
      if (ref instanceof WrittenValue && ref.place !== undefined)
        if (ref.place.flag !== undefined || chart.textOf(ref.place.file) === undefined) return ref.place;
  return undefined;
}

function partAt({ rendered, renderedLines: lines }: EditedChart, location: Location): Text | undefined {
  const start = lines.offset(location.line - 1) + location.column - 1;
  const end = lines.offset(location.endLine - 1) + location.endColumn - 1;
  return end <= start ? undefined : rendered.slice(start, end);
}

function templateEdit(origins: readonly Origin[], written: string, text: string, chart: EditedChart): Edit | undefined {
  const [first, last] = [origins[0]?.place, origins.at(-1)?.place];
  if (first === undefined || last === undefined || first.file !== last.file || last.end <= first.start)
    return undefined;
  const file = chart.textOf(first.file);
  if (file === undefined || origins.some(({ place }) => place?.file !== first.file)) return undefined;
  // Another text can only stand where the old one does; lines can go whatever prints them.
  if (text !== "" && file.slice(first.start, last.end) !== written) return undefined;
  const range = chart.lines.of(first.file).range(first.start, last.end);
  return { location: { file: first.file, ...range }, text };
}

function valueEdits(part: Text, text: string, chart: EditedChart): Edit[] {
  const places = new Map<string, { readonly path: Path; readonly place: LayerPlace }>();
  for (const ref of valuedRuns(part).flatMap(({ values }) => values)) {
    if (!(ref instanceof WrittenValue) || ref.place === undefined) return [];
    places.set(JSON.stringify(ref.path), { path: ref.path, place: ref.place });
  }
  const [first, ...others] = [...places.values()];
  if (first === undefined || first.place.flag !== undefined) return [];
  if (others.some(({ place }) => place.file !== first.place.file)) return [];
  const { file } = first.place;
  if (chart.textOf(file) === undefined) return [];
  if (text !== "") {
    const wanted = wantedValue(part, text);
    return others.length > 0 || wanted === undefined ? [] : scalarEdit(chart, file, first.path, wanted);
  }
  const shared = commonPath([...places.values()].map(({ path }) => path));
  return Array.from({ length: Math.min(mostParents, shared.length) }, (_, up) =>
    entryRemoval(chart, file, shared.slice(0, shared.length - up)),
  ).flat();
}

/** What the value must be for the part to become `text`, where literal text stands around it. */
function wantedValue(part: Text, text: string): string | undefined {
  const valued = valuedRuns(part);
  const [first, last] = [valued[0], valued.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [before, behind] = [part.value.slice(0, first.start), part.value.slice(last.end)];
  if (text.length < before.length + behind.length || !text.startsWith(before) || !text.endsWith(behind))
    return undefined;
  return plainScalar(text.slice(before.length, text.length - behind.length));
}

/** What values printed of a part: where none printed a character, the places at which they printed nothing. */
function valuedRuns(
  part: Text,
): { readonly start: number; readonly end: number; readonly values: readonly ValueRef[] }[] {
  let at = 0;
  const valued: { start: number; end: number; values: readonly ValueRef[] }[] = [];
  for (const { length, origin } of part.runs ?? []) {
    const { values = [] } = origin ?? {};
    if (values.length > 0) valued.push({ start: at, end: at + length, values });
    at += length;
  }
  const shown = valued.filter(({ start, end }) => end > start);
  return shown.length > 0 ? shown : valued;
}

function plainScalar(text: string): string {
  try {
    if (text.startsWith('"')) return JSON.parse(text) as string;
  } catch {
    return text;
  }
  return /^'.*'$/s.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
}

function scalarEdit(chart: EditedChart, file: string, path: Path, wanted: string): Edit[] {
  const found = locate(chart, file, path, "value");
  if (found === undefined || found.location.line !== found.location.endLine) return [];
  const { line, column, endColumn } = found.location;
  const written = lineOf(chart, file, line).slice(column - 1, endColumn - 1);
  if (/^[*&!|>]/.test(written)) return [];
  const isString = /^["']/.test(written) || typeof resolvePlain(written) === "string";
  return [{ location: found.location, text: replacementFor(written, wanted, isString) }];
}

/** The whole lines on which an entry of a mapping in block style stands. */
function entryRemoval(chart: EditedChart, file: string, path: Path): Edit[] {
  const key = locate(chart, file, path, "key");
  const value = locate(chart, file, path, "value");
  if (key === undefined || value === undefined) return [];
  const before = lineOf(chart, file, key.location.line).slice(0, key.location.column - 1);
  const last = lineOf(chart, file, value.location.endLine);
  const behind = last.slice(value.location.endColumn - 1).trimStart();
  if (before.trim() !== "" || (behind !== "" && !behind.startsWith("#"))) return [];
  const { file: named, column } = key.location;
  const line = firstCommentAbove(chart, file, key.location.line, before);
  return [
    {
      location: { file: named, line, column, endLine: value.location.endLine, endColumn: last.length + 1 },
      text: "",
    },
  ];
}

/** Comments right above an entry are about it, and would else be about the next one; an entry that is commented out is itself one. */
function firstCommentAbove(chart: EditedChart, file: string, line: number, indent: string): number {
  const isAbout = (text: string) => text.startsWith(`${indent}#`) && !commentedOut.test(text.slice(indent.length));
  let first = line;
  while (first > 1 && isAbout(lineOf(chart, file, first - 1))) first--;
  return first;
}

const commentedOut = /^#[ \t]{0,8}(?:- )?["']?[\w./-]{1,100}["']?:(?:[ \t]|$)/;

/** Where a path as seen from the root chart stands in a values file, which may be a subchart's. */
function locate(
  chart: EditedChart,
  file: string,
  path: Path,
  aim: "key" | "value",
): { readonly location: Location } | undefined {
  const document = chart.documentOf(file);
  for (let from = 0; from < path.length; from++) {
    const location = document?.locate(path.slice(from), aim);
    if (location !== undefined && location.approximate !== true) return { location };
  }
  return undefined;
}

/** A line, from 1, without its end. */
function lineOf(chart: EditedChart, file: string, line: number): string {
  return chart.lines.of(file).line(line - 1) ?? "";
}

function commonPath(paths: readonly Path[]): Path {
  const [first = []] = paths;
  let length = first.length;
  for (const path of paths) {
    let same = 0;
    while (same < length && path[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}

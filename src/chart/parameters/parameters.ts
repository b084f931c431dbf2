import { valueAt as nodeAt, type Path } from "../../read/path.ts";
import { type Chart, findSource, inFolder, type Scope } from "../chart.ts";
import type { ChartFile } from "../render/inputs/chart-file.ts";
import type { FilePlace } from "../render/origin.ts";
import type { Trace, WrittenNode } from "../render/trace-document.ts";
import { CertainSchema } from "../schema/certain-schema.ts";
import type { NewDefault } from "./default-tree.ts";
import { expressionOf, guardedEntries, guardedEntry, printingOf } from "./expression.ts";
import { isPrintedSo } from "./printed-yaml.ts";
import { RootDots } from "./root-dot.ts";
import { scopeOf } from "./scope-of.ts";
import { sectionOf } from "./sections.ts";
import { ownPath, ValueNames } from "./value-names.ts";

/** A change of one file of a chart: UTF-16 offsets into its text. */
export interface FileEdit extends FilePlace {
  readonly text: string;
}

/** A node of a manifest that is to come from a value of its own. */
export interface WantedValue {
  /** Where it stands in the manifest, or would. */
  readonly path: Path;
  /** Its name below those that are asked for together. */
  readonly name: readonly string[];
  /** A node that is there; one that is printed only where its value is set; or more entries of a mapping that is there. */
  readonly as: "written" | "scalar" | "number" | "mapping" | "entries";
}

/** Values that are asked for together, all or none. */
export interface WantedValues {
  /** Names that they may have, the best first. */
  readonly names: readonly (readonly string[])[];
  readonly wanted: readonly WantedValue[];
}

/** What it takes to have them: templates that print values, and defaults that are what stands there now. */
export interface MadeValues {
  readonly templates: readonly FileEdit[];
  readonly defaults: readonly NewDefault[];
}

/** Why they cannot be had, as a clause. */
export interface NotMade {
  readonly why: string;
}

/** A manifest that a chart renders to. */
export interface PrintedManifest {
  readonly source: string;
  readonly value: unknown;
  /** Where what it prints comes from; undefined for a path that is not there. */
  readonly document: {
    trace(path: Path): Trace | undefined;
    written(path: Path): WrittenNode | undefined;
  };
  /** Where it stands in its document. */
  readonly base: Path;
  /** The column, from 1, of the key at a path as it was rendered. */
  columnOf(path: Path): number;
}

/** Puts values of their own in the place of what a chart's templates write out. */
export class Parameters {
  readonly #chart: Chart;
  readonly #files: readonly ChartFile[];
  readonly #roots: RootDots;
  readonly #names: ValueNames;
  readonly #sections = new WeakMap<PrintedManifest["document"], Map<string, readonly string[] | undefined>>();
  readonly #schemas = new Map<string, CertainSchema | undefined>();
  readonly #answers = new WeakMap<object, Map<unknown, unknown>>();

  constructor(chart: Chart, files: readonly ChartFile[]) {
    this.#chart = chart;
    this.#files = files;
    this.#roots = new RootDots(chart);
    this.#names = new ValueNames(chart);
  }

  /** What is worked out once for a manifest. */
  once<Answer>(
    manifest: PrintedManifest,
    question: (manifest: PrintedManifest, parameters: Parameters) => Answer,
  ): Answer {
    const about = Object(manifest.value) as object;
    const answers = this.#answers.get(about) ?? new Map<unknown, unknown>();
    this.#answers.set(about, answers);
    if (!answers.has(question)) answers.set(question, question(manifest, this));
    return answers.get(question) as Answer;
  }

  /** The section of the values that a manifest's entries come from, where its chart has one. */
  section(manifest: PrintedManifest, around: readonly Path[]): readonly string[] | undefined {
    const known = this.#sections.get(manifest.document) ?? new Map<string, readonly string[] | undefined>();
    this.#sections.set(manifest.document, known);
    const id = JSON.stringify([manifest.base, around]);
    if (!known.has(id)) known.set(id, this.#sectionOf(manifest, around));
    return known.get(id);
  }

  #sectionOf(manifest: PrintedManifest, around: readonly Path[]): readonly string[] | undefined {
    const scope = this.#scope(manifest);
    if (scope === undefined) return undefined;
    const section = sectionOf(scope, manifest.value, around, (path) => this.valuesIn(manifest, path));
    return section !== undefined && this.#names.hasMapping(scope, section) ? section : undefined;
  }

  /** Where the values printed in a node stand, as seen from the root chart. */
  valuesIn({ document, base }: PrintedManifest, path: Path): readonly Path[] {
    return document.trace([...base, ...path])?.values.map((value) => value.path) ?? [];
  }

  /** A path as seen from the root chart, as the manifest's own chart sees it; undefined for another chart's values. */
  ownPath(manifest: PrintedManifest, path: Path): readonly string[] | undefined {
    const scope = this.#scope(manifest);
    return scope === undefined ? undefined : ownPath(scope, path);
  }

  /** The mappings of the manifest's own chart that hold values printed in a node. */
  mappingsIn(manifest: PrintedManifest, path: Path): readonly (readonly string[])[] {
    const scope = this.#scope(manifest);
    if (scope === undefined) return [];
    return this.valuesIn(manifest, path).flatMap((value) => {
      const around = ownPath(scope, value)?.slice(0, -1) ?? [];
      return around.length > 0 && this.#names.hasMapping(scope, around) ? [around] : [];
    });
  }

  make(manifest: PrintedManifest, groups: readonly WantedValues[]): MadeValues | NotMade {
    const scope = this.#scope(manifest);
    if (scope === undefined) return { why: "its template is not found in the chart's folder" };
    const templates: FileEdit[] = [];
    const defaults: NewDefault[] = [];
    for (const { names, wanted } of groups) {
      const places: { readonly one: WantedValue; readonly place: FilePlace }[] = [];
      for (const one of wanted) {
        const place = this.#placeOf(manifest, one);
        if (place === undefined) return { why: `${nameOf(one)} is not written out in the template as it is printed` };
        places.push({ one, place });
      }
      const owners = places.map(({ one, place: { file, start } }) => ({
        below: one.name,
        owner: `${file}:${start}:${one.as === "written" ? "" : one.path.at(-1)}`,
      }));
      const name = this.#names.named(scope, names, owners);
      if (name === undefined) return { why: "every name for it is taken in the values" };
      const closed = this.#closedBy(scope, name, wanted);
      if (closed !== undefined) return closed;
      for (const { one, place } of places) {
        const made = this.#made(manifest, scope, one, place, [...name, ...one.name]);
        if ("why" in made) return made;
        templates.push(...made.templates);
        defaults.push(...made.defaults);
      }
    }
    return { templates: joined(templates), defaults };
  }

  #scope({ source }: PrintedManifest): Scope | undefined {
    const found = findSource(this.#chart, source);
    return found === undefined ? undefined : this.#chart.scopes[found.scope];
  }

  /** What is replaced; for what is added, the key that it is added below. */
  #placeOf({ document, base, value }: PrintedManifest, { path, as }: WantedValue): FilePlace | undefined {
    if (as !== "written") return document.written([...base, ...parentOf(value, path)])?.key;
    const written = document.written([...base, ...path]);
    return typeof nodeAt(value, path) === "object" ? written?.whole : written?.value;
  }

  #made(
    manifest: PrintedManifest,
    scope: Scope,
    one: WantedValue,
    place: FilePlace,
    name: readonly string[],
  ): MadeValues | NotMade {
    const text = this.#chart.files.get(place.file)?.text;
    if (text === undefined || scopeOf(this.#chart, place.file)?.folder !== scope.folder)
      return { why: `${nameOf(one)} is written in ${place.file}, which is another chart's` };
    const root = this.#roots.at(place.file, place.start);
    if (root === undefined)
      return {
        why: `${nameOf(one)} is written in a helper (${place.file}) that is not handed the root of the chart wherever it is included, so \`.Values\` cannot be read there: hand it the root, as in \`(dict "root" $ …)\`, and read \`.root.Values\``,
      };
    const expression = expressionOf(root, name);
    const file = inFolder(scope.folder, "values.yaml");
    return one.as === "written"
      ? replaced(manifest, one, place, text, { expression, file, name })
      : added(manifest, one, place, text, { expression, file, name });
  }

  #closedBy(scope: Scope, name: readonly string[], wanted: readonly WantedValue[]): NotMade | undefined {
    const places = [
      { file: inFolder(scope.folder, "values.schema.json"), ahead: [] as readonly string[] },
      { file: "values.schema.json", ahead: scope.prefix },
    ];
    for (const { file, ahead } of places) {
      for (const { name: below } of wanted) {
        const path = [...ahead, ...name, ...below];
        const steps = this.#schema(file)?.refusedAt(path);
        if (steps === undefined) continue;
        return { why: `${file} refuses what it does not list: list \`${path.slice(0, steps).join(".")}\` there first` };
      }
    }
    return undefined;
  }

  #schema(file: string): CertainSchema | undefined {
    if (!this.#schemas.has(file))
      this.#schemas.set(file, CertainSchema.read(this.#files.find(({ place }) => place === file)));
    return this.#schemas.get(file);
  }
}

interface Named {
  readonly expression: string;
  /** The values file. */
  readonly file: string;
  readonly name: readonly string[];
}

function replaced(
  { value }: PrintedManifest,
  one: WantedValue,
  place: FilePlace,
  text: string,
  { expression, file, name }: Named,
): MadeValues | NotMade {
  const node = nodeAt(value, one.path);
  const written = text.slice(place.start, place.end).trimEnd();
  if (typeof node !== "object" || node === null) {
    const printing = printingOf(expression, written);
    if (printing === undefined) return { why: `${nameOf(one)} is no plain scalar in the template` };
    return { templates: [{ ...place, text: printing }], defaults: [{ file, path: name, text: written }] };
  }
  const key = String(one.path.at(-1));
  const lineStart = text.lastIndexOf("\n", place.start - 1) + 1;
  const ahead = text.slice(lineStart, place.start);
  const indent = ahead.length + 2;
  if (
    ahead.trim() !== "" ||
    !written.startsWith(`${key}:`) ||
    !isPrintedSo(node, written.slice(key.length + 1), indent)
  )
    return { why: `${nameOf(one)} is not written in the template as toYaml would print it` };
  const edit = { file: place.file, start: place.start + key.length + 1, end: place.start + written.length };
  return {
    templates: [{ ...edit, text: ` {{- toYaml ${expression} | nindent ${indent} }}` }],
    defaults: leavesOf(node).map(([below, leaf]) => ({ file, path: [...name, ...below], text: leaf })),
  };
}

function added(
  { value, columnOf }: PrintedManifest,
  one: WantedValue,
  place: FilePlace,
  text: string,
  { expression, file, name }: Named,
): MadeValues | NotMade {
  const parent = one.as === "entries" ? one.path : parentOf(value, one.path);
  const why = { why: `${nameOf(one)} has no line of its own in the template to be added below` };
  const around = nodeAt(value, parent);
  const [first] = typeof around === "object" && around !== null && !Array.isArray(around) ? Object.keys(around) : [];
  const lineStart = text.lastIndexOf("\n", place.start - 1) + 1;
  const ahead = text.slice(lineStart, place.start);
  const colon = /^:(?=[^\S\r\n]*(\r?\n))/.exec(text.slice(place.end, place.end + 200));
  if (first === undefined || colon === null || !/^[ -]*$/.test(ahead)) return why;
  const deeper = columnOf([...parent, first]) - columnOf(parent);
  if (deeper <= 0) return why;
  const pad = " ".repeat(ahead.length + deeper);
  const keys = one.path.slice(parent.length).map(String);
  const kind = one.as === "number" || one.as === "mapping" ? one.as : "scalar";
  const lines = one.as === "entries" ? guardedEntries(expression, pad) : guardedEntry(expression, keys, kind, pad);
  const at = place.end + 1;
  const lineEnd = colon[1] ?? "\n";
  const edit: FileEdit = { file: place.file, start: at, end: at, text: lines.map((line) => lineEnd + line).join("") };
  const empty = one.as === "mapping" || one.as === "entries" ? "{}" : '""';
  return { templates: [edit], defaults: [{ file, path: name, text: empty }] };
}

/** The nearest mapping around a node that is there. */
function parentOf(value: unknown, path: Path): Path {
  let length = path.length;
  if (nodeAt(value, path) === undefined)
    while (length > 0 && nodeAt(value, path.slice(0, length)) === undefined) length--;
  return path.slice(0, length);
}

function leavesOf(node: object): [string[], string][] {
  return Object.entries(node).flatMap(([key, child]): [string[], string][] =>
    typeof child === "object" && child !== null
      ? leavesOf(child).map(([below, leaf]): [string[], string] => [[key, ...below], leaf])
      : [[[key], String(child)]],
  );
}

/** What is added at one place, together. */
function joined(edits: readonly FileEdit[]): readonly FileEdit[] {
  const found = new Map<string, FileEdit>();
  for (const edit of edits) {
    const id = JSON.stringify([edit.file, edit.start, edit.end]);
    const before = found.get(id);
    const isAdded = before !== undefined && edit.start === edit.end;
    found.set(id, isAdded ? { ...edit, text: before.text + edit.text } : edit);
  }
  return [...found.values()];
}

function nameOf({ path }: WantedValue): string {
  return `\`${path.filter((step) => typeof step === "string").at(-1) ?? ""}\``;
}

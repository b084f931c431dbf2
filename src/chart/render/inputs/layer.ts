import { TextLines } from "../../../read/text-lines.ts";
import { PlaceFinder } from "../../../read/yaml/place-finder.ts";
import { givenAt, type KeyRange, type LayerPlace, type Table, type ValuesLayer } from "./values-tree.ts";

/** One document of a values file. */
export class FileLayer implements ValuesLayer {
  readonly chart: string;
  root: Table;
  readonly #file: string;
  readonly #text: string;
  /** The line on which the document's text starts, from 0. */
  readonly #firstLine: number;
  readonly #lines: TextLines;
  readonly #places: PlaceFinder;

  constructor(chart: string, file: string, text: string, firstLine: number, root: Table) {
    this.chart = chart;
    this.#file = file;
    this.#text = text;
    this.#firstLine = firstLine;
    this.#lines = new TextLines(text);
    this.#places = new PlaceFinder(text);
    this.root = root;
  }

  placeAt(path: readonly (string | number)[]): LayerPlace | undefined {
    if (!this.#holds(path)) return undefined;
    return { file: this.#file, line: this.#line(path) };
  }

  keyRange(path: readonly (string | number)[]): KeyRange | undefined {
    if (!this.#holds(path)) return undefined;
    const { start, keyEnd } = this.#find(path);
    const range = this.#lines.range(start, keyEnd);
    return {
      ...range,
      file: this.#file,
      line: this.#firstLine + range.line,
      endLine: this.#firstLine + range.endLine,
    };
  }

  isShared(path: readonly (string | number)[]): boolean {
    const { start, end } = this.#find(path);
    return /(?:^|[\s[{,:])&[^\s&]/.test(this.#text.slice(start, end));
  }

  /** helm writes what a flag sets into the mappings of the last file: that is none of the file's own. */
  #holds(path: readonly (string | number)[]): boolean {
    const given = givenAt(this.root, path);
    return given !== undefined && (given.source === undefined || given.source.layer === this);
  }

  #line(path: readonly (string | number)[]): number {
    return this.#firstLine + this.#lines.position(this.#find(path).start).line + 1;
  }

  #find(path: readonly (string | number)[]): Found {
    const root = this.#places.rootTo(path);
    let place = root;
    let found = { start: root?.start ?? 0, keyEnd: root?.start ?? 0, end: root?.end ?? 0 };
    for (const step of path) {
      const entry = typeof step === "string" ? place?.entry(step) : undefined;
      const next = typeof step === "number" ? place?.item(step) : entry?.value;
      if (next === undefined) break;
      found = { start: entry?.keyStart ?? next.start, keyEnd: entry?.keyEnd ?? next.end, end: next.end };
      place = next;
    }
    return found;
  }
}

/** From the start of the key, or of the list's item, to the end of the value. */
interface Found {
  readonly start: number;
  readonly keyEnd: number;
  readonly end: number;
}

/** A `--set…` flag: it has no file, and its line is 1. */
export class FlagLayer implements ValuesLayer {
  readonly chart = "";
  root: Table;
  readonly flag: string;

  constructor(flag: string, root: Table) {
    this.flag = flag;
    this.root = root;
  }

  placeAt(path: readonly (string | number)[]): LayerPlace | undefined {
    // Items that only fill a list up to the index that was set have no source.
    if (givenAt(this.root, path)?.source === undefined) return undefined;
    return { file: "", line: 1, flag: this.flag };
  }
}

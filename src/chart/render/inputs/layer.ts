import { TextLines } from "../../../read/text-lines.ts";
import { YamlError } from "../../../read/yaml/error.ts";
import { parsePlaces, parsePlacesAlong } from "../../../read/yaml/parse.ts";
import type { Place } from "../../../read/yaml/place.ts";
import { givenAt, type KeyRange, type LayerPlace, type Table, type ValuesLayer } from "./values-tree.ts";

/** All places of a text this long are too much to hold for the few that are asked of it. */
const longText = 1 << 20;
/** So many places are looked for one by one in a long text, which is read for each. */
const mostReads = 3;

/** One document of a values file. */
export class FileLayer implements ValuesLayer {
  readonly chart: string;
  root: Table;
  readonly #file: string;
  readonly #text: string;
  /** The line on which the document's text starts, from 0. */
  readonly #firstLine: number;
  readonly #lines: TextLines;
  #root: Place | undefined | "unread" = "unread";
  #reads = 0;
  readonly #found = new Map<string, Found>();

  constructor(chart: string, file: string, text: string, firstLine: number, root: Table) {
    this.chart = chart;
    this.#file = file;
    this.#text = text;
    this.#firstLine = firstLine;
    this.#lines = new TextLines(text);
    this.root = root;
  }

  placeAt(path: readonly (string | number)[]): LayerPlace | undefined {
    if (givenAt(this.root, path) === undefined) return undefined;
    return { file: this.#file, line: this.#line(path) };
  }

  keyRange(path: readonly (string | number)[]): KeyRange | undefined {
    if (givenAt(this.root, path) === undefined) return undefined;
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

  #line(path: readonly (string | number)[]): number {
    return this.#firstLine + this.#lines.position(this.#find(path).start).line + 1;
  }

  #find(path: readonly (string | number)[]): Found {
    if (this.#root === "unread" && this.#text.length < longText) this.#root = readRoot(this.#text);
    if (this.#root !== "unread") return this.#along(path, this.#root);
    const name = JSON.stringify(path);
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    if (++this.#reads > mostReads) {
      this.#root = readRoot(this.#text);
      return this.#along(path, this.#root);
    }
    const found = this.#along(path, readRoot(this.#text, path));
    this.#found.set(name, found);
    return found;
  }

  #along(path: readonly (string | number)[], root: Place | undefined): Found {
    let place = root;
    let found = { start: root?.start ?? 0, keyEnd: root?.start ?? 0, end: root?.end ?? 0 };
    for (const step of path) {
      const entry = typeof step === "string" ? place?.entries?.get(step) : undefined;
      const next = typeof step === "number" ? place?.items?.[step] : entry?.value;
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

function readRoot(text: string, along?: readonly (string | number)[]): Place | undefined {
  try {
    return along === undefined ? parsePlaces(text).root : parsePlacesAlong(text, along);
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
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

import type { Path } from "../../read/path.ts";
import { TextLines } from "../../read/text-lines.ts";
import type { Entry, Place } from "../../read/yaml/place.ts";
import { PlaceFinder } from "../../read/yaml/place-finder.ts";
import { endOfValue } from "./empty-place.ts";
import { toValid } from "./functions/bytes.ts";
import { WrittenValue } from "./objects/value-origins.ts";
import type { FilePlace, Origin } from "./origin.ts";
import type { Text } from "./text.ts";

/** A range in a file of the chart; lines and columns count from 1, the end is exclusive, columns count UTF-16 units. */
export interface TemplatePlace {
  /** Relative to the chart's folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A value whose text is in a node, with the place that gave it. */
export interface TracedValue {
  /** As seen from the chart that is rendered. */
  readonly path: Path;
  /** The values file, relative to the chart's folder, or as given with `-f`; empty for a flag. */
  readonly file: string;
  readonly line: number;
  /** The flag that gave it: `--set a=1`. */
  readonly flag?: string;
  /** What it won over, the nearest first. */
  readonly over: readonly { readonly file: string; readonly line: number; readonly flag?: string }[];
}

/** Where a node of a rendered document comes from. */
export interface Trace {
  /** Where its key, or its list's dash, is written; for data, the action that printed it. */
  readonly template: TemplatePlace;
  /** The including actions on the way there, outermost first. */
  readonly via: readonly TemplatePlace[];
  /** Of a scalar: where its text is written, where that is a helper that is included behind its key. */
  readonly text?: TemplatePlace;
  readonly values: readonly TracedValue[];
  /** `none` where the place is not known: then `template` is the start of the document's template. */
  readonly exactness: "exact" | "aligned" | "none";
}

/** Where a template writes a node out, character by character, as it was printed. */
export interface WrittenNode {
  /** Of an entry of a mapping: its key, if it is written out. */
  readonly key?: FilePlace;
  /** Its value, if it is written out. */
  readonly value?: FilePlace;
  /** From its key to the end of its value, if all of that is written out. */
  readonly whole?: FilePlace;
}

/** Lines and columns in the files of a chart. */
export class FilePlaces {
  readonly #text: (file: string) => string | undefined;
  readonly #lines = new Map<string, TextLines>();

  constructor(text: (file: string) => string | undefined) {
    this.#text = text;
  }

  place({ file, start, end }: FilePlace): TemplatePlace {
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      lines = new TextLines(this.#text(file) ?? "");
      this.#lines.set(file, lines);
    }
    return { file, ...lines.range(start, end) };
  }
}

/** Traces the nodes of one document; reads it as YAML when first asked. */
export class DocumentTracer {
  readonly #text: Text;
  readonly #file: string;
  readonly #places: FilePlaces;
  #finder: PlaceFinder | undefined;
  /** What was traced of each value: all nodes around one name it. */
  readonly #traced = new Map<WrittenValue, { readonly identity: string; readonly value: TracedValue } | undefined>();

  /** `file` is the template that the document was rendered from. */
  constructor(text: Text, file: string, places: FilePlaces) {
    this.#text = text;
    this.#file = file;
    this.#places = places;
  }

  /** Undefined for a path that is not there. */
  trace(path: Path): Trace | undefined {
    const node = this.#find(path);
    if (node === undefined) return undefined;
    const origins = originsIn(this.#text.slice(node.keyStart, node.keyEnd));
    const first = origins.find((origin) => origin.place !== undefined);
    const values = this.#values(node);
    if (first?.place === undefined) {
      const template = this.#places.place({ file: this.#file, start: 0, end: 0 });
      return { template, via: [], values, exactness: "none" };
    }
    const written = this.#writtenBehind(node, first);
    return {
      template: this.#places.place(spanOf(first, origins)),
      via: (first.via ?? []).map((place) => this.#places.place(place)),
      ...(written === undefined ? {} : { text: this.#places.place(written) }),
      values,
      exactness: "exact",
    };
  }

  /** Where the text of a scalar is written in a template that is included on the line of its key. */
  #writtenBehind({ keyEnd, place }: Node, key: Origin): FilePlace | undefined {
    if (!place.isScalar || place.start < keyEnd) return undefined;
    const depth = key.via?.length ?? 0;
    const origins = originsIn(this.#text.slice(place.start, place.end));
    const deeper = origins.filter(({ place: at, via }) => at !== undefined && (via?.length ?? 0) > depth);
    // Of helpers in helpers the one that the key's own line includes.
    const [first] = deeper.sort((one, other) => (one.via?.length ?? 0) - (other.via?.length ?? 0));
    return first === undefined ? undefined : spanOf(first, origins);
  }

  /** Undefined for a path that is not there. */
  written(path: Path): WrittenNode | undefined {
    const node = this.#find(path);
    if (node === undefined) return undefined;
    const { keyStart, keyEnd } = node;
    const { start, end } = node.place;
    const key = writtenAt(this.#text.slice(keyStart, keyEnd));
    const value = writtenAt(this.#text.slice(start, end));
    const whole = keyStart < start ? writtenAt(this.#text.slice(keyStart, end)) : undefined;
    return {
      ...(key === undefined ? {} : { key }),
      ...(value === undefined ? {} : { value }),
      ...(whole === undefined ? {} : { whole }),
    };
  }

  /** Whether anything in the document, or in the node at a path, was made at random. */
  isRandom(path?: Path): boolean {
    if (path === undefined) return hasRandom(this.#text);
    const node = this.#find(path);
    return node !== undefined && hasRandom(this.#text.slice(node.place.start, node.place.end));
  }

  #values({ keyStart, keyEnd, place }: Node): TracedValue[] {
    const { start } = place;
    const text = this.#text;
    const column = keyStart - (text.value.lastIndexOf("\n", keyStart - 1) + 1);
    const key = keyEnd > start ? [] : originsIn(text.slice(keyStart, keyEnd)).flatMap(({ values = [] }) => values);
    const found = new Map<string, TracedValue>();
    for (const ref of [...text.slice(start, endOfValue(text.value, place, column)).values, ...key]) {
      const traced = ref instanceof WrittenValue ? this.#tracedValue(ref) : undefined;
      if (traced !== undefined && !found.has(traced.identity)) found.set(traced.identity, traced.value);
    }
    return [...found.values()];
  }

  /** Undefined for one that nothing writes. */
  #tracedValue(ref: WrittenValue): { readonly identity: string; readonly value: TracedValue } | undefined {
    if (this.#traced.has(ref)) return this.#traced.get(ref);
    const { path, place } = ref;
    const traced =
      place === undefined
        ? undefined
        : { identity: JSON.stringify([path, place]), value: { path, ...place, over: ref.over } };
    this.#traced.set(ref, traced);
    return traced;
  }

  #find(path: Path): Node | undefined {
    this.#finder ??= new PlaceFinder(toValid(this.#text.value));
    let place = this.#finder.rootTo(path);
    if (place === undefined) return undefined;
    let node: Node = { keyStart: place.start, keyEnd: place.start + 1, place };
    for (const step of path) {
      if (typeof step === "number") {
        const item: Place | undefined = place.item(step);
        if (item === undefined) return undefined;
        node = { ...this.#itemStart(item), place: item };
        place = item;
        continue;
      }
      const entry: Entry | undefined = place.entry(step);
      if (entry === undefined) return undefined;
      node = { keyStart: entry.keyStart, keyEnd: entry.keyEnd, place: entry.value };
      place = entry.value;
    }
    return node;
  }

  /** An item's dash, or its own start in a flow sequence. */
  #itemStart(item: Place): { keyStart: number; keyEnd: number } {
    const { value } = this.#text;
    let at = item.start - 1;
    while (at >= 0 && " \t\r\n".includes(value.charAt(at))) at--;
    if (value.charAt(at) === "-") return { keyStart: at, keyEnd: at + 1 };
    return { keyStart: item.start, keyEnd: Math.max(item.end, item.start + 1) };
  }
}

/** A node of a document: its key or dash, and its value. */
interface Node {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly place: Place;
}

function hasRandom(text: Text): boolean {
  return text.runs?.some(({ origin }) => origin?.isRandom === true) ?? false;
}

/** The characters of one file that a text is, one after another; undefined where it is anything else. */
function writtenAt({ runs }: Text): FilePlace | undefined {
  let place: FilePlace | undefined;
  for (const { length, origin } of runs ?? []) {
    const at = origin?.isLiteral === true ? origin.place : undefined;
    if (at === undefined || (place !== undefined && (at.file !== place.file || at.start !== place.end)))
      return undefined;
    place = { file: at.file, start: place?.start ?? at.start, end: at.start + length };
  }
  return place;
}

/** Where the characters of a text come from; what printed nothing beside them has no part in it. */
function originsIn(text: Text): Origin[] {
  return (text.runs ?? []).flatMap(({ length, origin }) => (origin === undefined || length === 0 ? [] : [origin]));
}

/** From the first origin's start to the end of what follows it in the same file, under the same includes. */
function spanOf(first: Origin, origins: readonly Origin[]): FilePlace {
  const start = first.place ?? { file: "", start: 0, end: 0 };
  let end = start.end;
  for (const { place, via } of origins) {
    const isSame = place?.file === start.file && via?.length === first.via?.length;
    if (isSame && place !== undefined && place.start >= start.start && place.end - start.start < 2000)
      end = Math.max(end, place.end);
  }
  return { file: start.file, start: start.start, end };
}

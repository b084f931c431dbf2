import { mapping } from "../../model/fields.ts";
import type { Document, Manifest } from "../../read/document.ts";
import type { Location } from "../../read/location.ts";
import { formatPath, type Path, valueAt } from "../../read/path.ts";

/** Entries that go out of a mapping in block style, in which others stay: without those it would be `null`. */
export interface ThinnedMapping {
  readonly path: Path;
  readonly keys: readonly string[];
  /** How many entries it has. */
  readonly size: number;
}

export interface Removal {
  readonly locations: readonly Location[];
  readonly thinned: readonly ThinnedMapping[];
}

/**
 * The ranges that take entries out of their mappings together and leave good YAML: in block style the lines that each
 * stands on, in flow style, which all of JSON is, each run of entries with one comma. A mapping of which nothing would be
 * left goes whole. Undefined where no range does: the first key beside a dash, an entry that shares its lines with
 * something else, a key that stands twice.
 */
export function removalOf(manifest: Manifest, entries: readonly Path[]): Removal | undefined {
  const locations: Location[] = [];
  const thinned: ThinnedMapping[] = [];
  for (const { parent, keys, size } of byMapping(manifest, entries)) {
    const { base, document } = manifest;
    // With the last one gone, the first would count.
    if (keys.some((key) => document.isDoubled([...base, ...parent, key]))) return undefined;
    const isFlow = startsFlow(manifest, parent);
    if (!isFlow && keys.length === size) return undefined;
    const ranges = isFlow ? flowRanges(manifest, parent, keys) : keys.map((key) => lines(manifest, [...parent, key]));
    for (const range of ranges) {
      if (range === undefined) return undefined;
      locations.push(range);
    }
    if (!isFlow) thinned.push({ path: parent, keys, size });
  }
  return { locations, thinned };
}

interface Group {
  readonly parent: Path;
  readonly keys: readonly string[];
  readonly size: number;
}

/** The entries by the mapping that they stand in, each mapping that would lose all of them replaced by its own entry. */
function byMapping(manifest: Manifest, entries: readonly Path[]): readonly Group[] {
  const groups = new Map<string, { parent: Path; keys: Set<string>; size: number }>();
  const add = (path: Path): void => {
    const parent = path.slice(0, -1);
    const id = formatPath(parent);
    const group = groups.get(id) ?? { parent, keys: new Set<string>(), size: sizeOf(manifest, parent) };
    groups.set(id, group);
    group.keys.add(String(path.at(-1)));
    if (group.keys.size < group.size || parent.length < 2 || typeof parent.at(-1) !== "string") return;
    groups.delete(id);
    add(parent);
  };
  for (const path of entries) add(path);
  return [...groups.values()].map(({ parent, keys, size }) => ({ parent, keys: [...keys], size }));
}

function sizeOf(manifest: Manifest, path: Path): number {
  return Object.keys(mapping(valueAt(manifest.value, path))).length;
}

/** Whether a mapping is written in braces. */
function startsFlow(manifest: Manifest, path: Path): boolean {
  const { line, column } = manifest.locate(path, "value");
  return manifest.document.lineText(line)?.[column - 1] === "{";
}

/** The whole lines of an entry in block style, the comment beside it included. */
function lines(manifest: Manifest, path: Path): Location | undefined {
  const key = manifest.locate(path, "key");
  const value = manifest.locate(path, "value");
  const before = manifest.document.lineText(key.line)?.slice(0, key.column - 1);
  const after = manifest.document.lineText(value.endLine)?.slice(value.endColumn - 1);
  if (before === undefined || after === undefined || key.approximate || value.approximate) return undefined;
  if (before.trim() !== "" || !/^\s*(#.*)?$/.test(after)) return undefined;
  return { ...value, line: key.line, column: key.column, endColumn: value.endColumn + after.length };
}

interface Spot {
  readonly line: number;
  readonly column: number;
}

interface Entry {
  readonly key: string;
  readonly start: Spot;
  readonly end: Spot;
}

/** The runs of neighbouring entries that go: each with the comma before it, or behind it where nothing stands before. */
function flowRanges(manifest: Manifest, parent: Path, keys: readonly string[]): readonly (Location | undefined)[] {
  const { document } = manifest;
  const entries = entriesOf(manifest, parent);
  const going = new Set(keys);
  const whole = manifest.locate(parent, "value");
  const ranges: (Location | undefined)[] = [];
  for (let first = 0; first < entries.length; first++) {
    if (!going.has(entries[first]?.key ?? "")) continue;
    let last = first;
    while (going.has(entries[last + 1]?.key ?? "")) last++;
    ranges.push(rangeOf(document, entries, first, last, whole));
    first = last;
  }
  return ranges;
}

function entriesOf(manifest: Manifest, parent: Path): readonly Entry[] {
  return Object.keys(mapping(valueAt(manifest.value, parent)))
    .map((key) => {
      const { line, column } = manifest.locate([...parent, key], "key");
      const { endLine, endColumn } = manifest.locate([...parent, key], "value");
      return { key, start: { line, column }, end: { line: endLine, column: endColumn } };
    })
    .sort((one, other) => one.start.line - other.start.line || one.start.column - other.start.column);
}

function rangeOf(
  document: Document,
  entries: readonly Entry[],
  first: number,
  last: number,
  whole: Location,
): Location | undefined {
  const [one, other] = [entries[first], entries[last]];
  if (one === undefined || other === undefined) return undefined;
  const [before, behind] = [entries[first - 1], entries[last + 1]];
  // A comment between the entries belongs to whoever wrote it there.
  for (let at = Math.max(first, 1); at <= last; at++)
    if (!isComma(between(document, entries[at - 1]?.end, entries[at]?.start))) return undefined;
  let { start } = one;
  let { end } = other;
  if (before !== undefined) start = before.end;
  else if (between(document, whole, start)?.trim() !== "{") return undefined;
  else if (behind !== undefined) {
    if (!isComma(between(document, end, behind.start))) return undefined;
    end = behind.start;
  } else {
    const rest = between(document, end, { line: whole.endLine, column: whole.endColumn });
    const comma = /^\s*(?:,\s*)?(?=\}$)/.exec(rest ?? "");
    if (comma === null) return undefined;
    if (comma[0].includes(",")) end = { line: whole.endLine, column: whole.endColumn - 1 };
  }
  const { file, source } = whole;
  return {
    file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...(source === undefined ? {} : { source }),
  };
}

function isComma(text: string | undefined): boolean {
  return text?.trim() === ",";
}

/** Nobody leaves more lines free between two entries. */
const mostLines = 50;

/** The text between two spots, its lines joined; undefined where the second is not behind the first, or far away. */
function between(document: Document, from: Spot | undefined, to: Spot | undefined): string | undefined {
  if (from === undefined || to === undefined || to.line - from.line > mostLines) return undefined;
  if (to.line < from.line || (to.line === from.line && to.column < from.column)) return undefined;
  let text = "";
  for (let line = from.line; line <= to.line; line++) {
    const whole = document.lineText(line) ?? "";
    text += whole.slice(line === from.line ? from.column - 1 : 0, line === to.line ? to.column - 1 : undefined);
  }
  return text;
}

import { readText } from "../../read/read-text.ts";
import { YamlError } from "../../read/yaml/error.ts";
import { parsePlaces } from "../../read/yaml/parse.ts";
import type { Place } from "../../read/yaml/place.ts";
import { fromJson, isSame } from "../render/inputs/schema/instance.ts";
import { record, valueAt } from "../values.ts";
import { blockLines, type DefaultTree, flowEntries } from "./default-tree.ts";

/** A range of a text by UTF-16 offsets and what comes in its place. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits of a values file that add values to it and change nothing else, each in the style of what stands around it: block
 * or flow, its indentation, its line ends. Comments stay. Undefined where that cannot be done: something else has one of
 * the names, or the file is none that YAML reads as one mapping.
 */
export function valuesEdits(text: string, added: DefaultTree): readonly TextEdit[] | undefined {
  try {
    const { root, duplicates } = parsePlaces(text);
    if (duplicates.length > 0) return undefined;
    const found = root === undefined ? [atEnd(text, added)] : inMapping(new Style(text, root), root, 0, added);
    if (found === undefined) return undefined;
    const edits = joinedEdits(found);
    const wanted = withAdded(readText(text), added);
    const made = readText(edited(text, edits));
    return isSame(fromJson(made), fromJson(wanted)) ? edits : undefined;
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

/** The text with the edits made, none of which touches another. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const edit of [...edits].sort((one, other) => one.start - other.start || one.end - other.end)) {
    pieces.push(text.slice(from, edit.start), edit.text);
    from = edit.end;
  }
  return pieces.join("") + text.slice(from);
}

/** What a values file says of its own form. */
class Style {
  readonly text: string;
  readonly lineEnd: string;
  /** By how much deeper mappings are indented. */
  readonly step: string;

  constructor(text: string, root: Place) {
    this.text = text;
    this.lineEnd = lineEndOf(text);
    this.step = " ".repeat(this.#stepOf(root));
  }

  columnOf(offset: number): number {
    return offset - (this.text.lastIndexOf("\n", offset - 1) + 1);
  }

  isFlow({ start }: Place): boolean {
    return this.text[start] === "{";
  }

  /** Where the line of an offset ends, ahead of its line end. */
  endOfLine(offset: number): number {
    const at = this.text.indexOf("\n", offset);
    const end = at < 0 ? this.text.length : at;
    return this.text[end - 1] === "\r" ? end - 1 : end;
  }

  #stepOf(root: Place): number {
    for (const { keyStart, value } of root.entries()) {
      const [first] = value.entries();
      const step =
        first === undefined || this.isFlow(value) ? 0 : this.columnOf(first.keyStart) - this.columnOf(keyStart);
      if (step > 0) return step;
    }
    return 2;
  }
}

function lineEndOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** What is added at one place together: where two mappings end, what belongs to the inner one comes first. */
function joinedEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  const found = new Map<string, TextEdit>();
  for (const edit of edits) {
    const id = `${edit.start}:${edit.end}`;
    found.set(id, { ...edit, text: (found.get(id)?.text ?? "") + edit.text });
  }
  return [...found.values()];
}

/** Behind what is no more than comments. */
function atEnd(text: string, added: DefaultTree): TextEdit {
  const lineEnd = lineEndOf(text);
  const end = text.trimEnd().length;
  const lines = blockLines(added, "", "  ").join(lineEnd);
  if (end === 0) return { start: text.length, end: text.length, text: `${lines}${lineEnd}` };
  return { start: end, end, text: `${lineEnd}${lineEnd}${lines}${end === text.length ? lineEnd : ""}` };
}

function inMapping(style: Style, place: Place, depth: number, added: DefaultTree): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const fresh: DefaultTree = new Map();
  for (const [key, below] of added) {
    const held = place.entry(key);
    if (held === undefined) {
      fresh.set(key, below);
      continue;
    }
    // An anchor or a tag ahead of it, or an alias in its place, is nothing that anybody can add to for sure.
    if (typeof below === "string" || !held.value.isMapping) return undefined;
    const inside = isEmptyFlow(style, held.value)
      ? filled(style, held.keyStart, held.value, below)
      : inMapping(style, held.value, depth + 1, below);
    if (inside === undefined) return undefined;
    edits.push(...inside);
  }
  if (fresh.size === 0) return edits;
  const own = style.isFlow(place) ? inFlow(style, place, fresh) : inBlock(style, place, depth, fresh);
  return own === undefined ? undefined : [...edits, own];
}

function isEmptyFlow(style: Style, place: Place): boolean {
  return style.isFlow(place) && place.isMapping && place.size === 0;
}

/** `{}` becomes a block where it stands alone behind a key in block style. */
function filled(style: Style, keyStart: number, place: Place, added: DefaultTree): readonly TextEdit[] | undefined {
  const { text, lineEnd, step } = style;
  const column = style.columnOf(keyStart);
  const isBlock =
    text.slice(keyStart - column, keyStart).trim() === "" && /^\w[\w.-]*:$/.test(ahead(text, place).trim());
  if (!isBlock || text.slice(place.end, style.endOfLine(place.end)).trim() !== "") {
    const own = inFlow(style, place, added);
    return own === undefined ? undefined : [own];
  }
  const lines = blockLines(added, " ".repeat(column) + step, step);
  const start = place.start - (text[place.start - 1] === " " ? 1 : 0);
  return [{ start, end: place.end, text: lineEnd + lines.join(lineEnd) }];
}

/** What stands on the line ahead of a place. */
function ahead(text: string, { start }: Place): string {
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
}

function inFlow(style: Style, place: Place, added: DefaultTree): TextEdit | undefined {
  const { text, lineEnd } = style;
  const { start, end } = place;
  const all = [...place.entries()];
  const last = all.at(-1);
  const isJson = last === undefined ? text.trimStart().startsWith("{") : text[last.keyStart] === '"';
  const fresh = flowEntries(added, isJson);
  if (last === undefined) return { start: start + 1, end: end - 1, text: ` ${fresh.join(", ")} ` };
  const from = Math.max(last.value.end, last.keyEnd);
  const behind = text.slice(from, end - 1);
  if (!["", ","].includes(behind.trim())) return undefined;
  const comma = behind.indexOf(",");
  const at = from + comma + 1;
  const column = style.columnOf(last.keyStart);
  const isOwnLine = text.slice(last.keyStart - column, last.keyStart).trim() === "";
  const between = isOwnLine ? `,${lineEnd}${" ".repeat(column)}` : ", ";
  const joined = fresh.join(between);
  return { start: at, end: at, text: comma < 0 ? between + joined : between.slice(1) + joined };
}

/** Behind the last entry, and the comments that belong to it. */
function inBlock(style: Style, place: Place, depth: number, added: DefaultTree): TextEdit | undefined {
  const { text, lineEnd, step } = style;
  const all = [...place.entries()].sort((one, other) => one.keyStart - other.keyStart);
  const last = all.at(-1);
  if (last === undefined) return undefined;
  const column = style.columnOf(last.keyStart);
  const lines = blockLines(added, " ".repeat(column), step);
  let at = style.endOfLine(lastCharacter(text, Math.max(last.keyEnd, last.value.end)));
  for (
    let next = commentBehind(style, at, column, depth);
    next !== undefined;
    next = commentBehind(style, at, column, depth)
  )
    at = next;
  const isApart = depth === 0 && all.length > 1 && areApart(text, all.at(-2)?.keyStart ?? 0, last.keyStart);
  return { start: at, end: at, text: lineEnd + (isApart ? lineEnd : "") + lines.join(lineEnd) };
}

/** The place behind the last character that is no white space. */
function lastCharacter(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at--;
  return at;
}

/** Where the comment on the next line ends, if it is one of the mapping; of the whole file any that is left. */
function commentBehind(style: Style, at: number, column: number, depth: number): number | undefined {
  const { text } = style;
  const next = text.indexOf("\n", at) + 1;
  if (next === 0) return undefined;
  const end = style.endOfLine(next);
  const line = text.slice(next, end);
  const indent = line.length - line.trimStart().length;
  if (line[indent] === "#") return depth === 0 || indent >= column ? end : undefined;
  const rest = /\S/.exec(text.slice(next));
  // Blank lines between the last entry of the file and comments at its end.
  if (depth > 0 || line.trim() !== "" || rest === null) return undefined;
  return text[next + rest.index] === "#" ? style.endOfLine(next + rest.index) : undefined;
}

/** Whether a line is left free between two entries. */
function areApart(text: string, from: number, to: number): boolean {
  return /\n[^\S\n]*\n/.test(text.slice(from, to));
}

function withAdded(value: unknown, added: DefaultTree): unknown {
  const made = record(value);
  for (const [key, below] of added)
    made[key] = typeof below === "string" ? readText(below) : withAdded(valueAt(value, key), below);
  return made;
}

import { valueAt as nodeAt, type Path } from "../../read/path.ts";
import type { FilePlace } from "../render/origin.ts";
import { guardedEntries, guardedEntry, printingOf } from "./expression.ts";
import { isPrintedSo } from "./printed-yaml.ts";
import type { FileEdit, MadeValues, NotMade, PrintedManifest, WantedValue } from "./wanted-values.ts";

/** A value that a template is to print. */
export interface NamedValue {
  readonly expression: string;
  /** The values file. */
  readonly file: string;
  readonly name: readonly string[];
}

/** What it takes to print a node from a value that stands at `place` in a template's `text`, with what stands there as the default. */
export function replaced(
  { value }: PrintedManifest,
  one: WantedValue,
  place: FilePlace,
  text: string,
  { expression, file, name }: NamedValue,
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

/** What it takes to print, from a value, what a template does not have yet; `place` is the key that it is added below. */
export function added(
  { value, columnOf }: PrintedManifest,
  one: WantedValue,
  place: FilePlace,
  text: string,
  { expression, file, name }: NamedValue,
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
export function parentOf(value: unknown, path: Path): Path {
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
export function joined(edits: readonly FileEdit[]): readonly FileEdit[] {
  const found = new Map<string, FileEdit>();
  for (const edit of edits) {
    const id = JSON.stringify([edit.file, edit.start, edit.end]);
    const before = found.get(id);
    const isAdded = before !== undefined && edit.start === edit.end;
    found.set(id, isAdded ? { ...edit, text: before.text + edit.text } : edit);
  }
  return [...found.values()];
}

export function nameOf({ path }: WantedValue): string {
  return `\`${path.filter((step) => typeof step === "string").at(-1) ?? ""}\``;
}

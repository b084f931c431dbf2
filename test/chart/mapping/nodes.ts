import { toValid } from "../../../src/chart/render/functions/bytes.ts";
import type { Origin } from "../../../src/chart/render/origin.ts";
import type { Text } from "../../../src/chart/render/text.ts";
import { DocumentTracer, FilePlaces, type Trace } from "../../../src/chart/render/trace-document.ts";
import { parseDocument, parsePlaces } from "../../../src/read/yaml/parse.ts";
import type { Place } from "../../../src/read/yaml/place.ts";

export type Path = readonly (string | number)[];

/** How a node stands in its text: behind a key, behind a list's dash, or as an item of `[a, b]`. */
export type Form = "key" | "dash" | "flow";

export interface Node {
  readonly path: Path;
  readonly form: Form;
  /** Whether an action printed it with what makes it a node: the key and its colon, the dash, the comma or bracket. */
  readonly isPrinted: boolean;
  /** As the rendered text has it: the key; the line from the dash on; the item. */
  readonly written: string;
  readonly trace: Trace | undefined;
  readonly isScalar: boolean;
  /** Whether random text is in it. */
  readonly isRandom: boolean;
  /** The places in templates that the text of a scalar comes from, as one string. */
  readonly from: string;
}

/** What a document says, and its nodes; without traces where the files of its chart are not given. */
export function nodesOf(
  text: Text,
  file: string,
  textOf: ((file: string) => string | undefined) | undefined,
): { value: unknown; nodes: Node[] } {
  const source = toValid(text.value);
  const { value } = parseDocument(source);
  const { root } = parsePlaces(source);
  const nodes: Node[] = [];
  if (textOf === undefined || root === undefined) return { value, nodes };
  const tracer = new DocumentTracer(text, file, new FilePlaces(textOf));
  const add = (path: Path, form: Form, isPrinted: boolean, [start, end]: [number, number], place: Place): void => {
    const content = text.slice(place.start, place.end);
    nodes.push({
      path,
      form,
      isPrinted,
      written: source.slice(start, end),
      trace: tracer.trace(path),
      isScalar: place.isScalar,
      isRandom: (content.runs ?? []).some(({ origin }) => origin?.isRandom === true),
      from: (content.runs ?? []).map(({ origin }) => `${origin?.place?.file}:${origin?.place?.start}`).join(" "),
    });
  };
  const walk = (place: Place, path: Path): void => {
    for (const entry of place.entries()) {
      const { key } = entry;
      const own = [...path, key];
      const isPrinted =
        isOneAction(text, entry.keyStart, entry.keyEnd) || printsMoreThanKey(text.originAt(entry.keyStart), textOf);
      add(own, "key", isPrinted, [entry.keyStart, entry.keyEnd], entry.value);
      walk(entry.value, own);
    }
    for (const [index, item] of [...place.items()].entries()) {
      const own = [...path, index];
      const dash = dashBefore(source, item.start);
      const start = dash ?? item.start;
      const end = dash === undefined ? Math.max(item.end, start + 1) : start + 1;
      const isLiteral = text.originAt(start)?.isLiteral === true;
      const form = dash === undefined ? "flow" : "dash";
      const isPrinted = !isLiteral && (dash !== undefined || isOneAction(text, start, end));
      const lineEnd = source.indexOf("\n", start);
      const written = dash === undefined ? end : lineEnd < 0 ? source.length : lineEnd;
      add(own, form, isPrinted, [start, written], item);
      walk(item, own);
    }
  };
  walk(root, []);
  return { value, nodes };
}

/** Whether the action that printed what begins at `start` printed what follows it too: the colon, or the comma or bracket. */
function isOneAction(text: Text, start: number, end: number): boolean {
  const first = text.originAt(start);
  if (first?.isLiteral === true || first?.place === undefined) return false;
  const next = text.originAt(end);
  return next?.isLiteral !== true && next?.place?.file === first.place.file && next?.place?.start === first.place.start;
}

/** Whether an action printed a key and what follows, which functions then took apart: no colon stands behind the action. */
function printsMoreThanKey(origin: Origin | undefined, textOf: (file: string) => string | undefined): boolean {
  if (origin?.place === undefined || origin.isLiteral === true) return false;
  const { file, end } = origin.place;
  const text = textOf(file) ?? "";
  const lineEnd = text.indexOf("\n", end);
  return !text.slice(end, lineEnd < 0 ? text.length : lineEnd).includes(":");
}

function dashBefore(text: string, start: number): number | undefined {
  let at = start - 1;
  while (at >= 0 && " \t\r\n".includes(text.charAt(at))) at--;
  return text.charAt(at) === "-" ? at : undefined;
}

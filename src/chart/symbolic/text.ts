import type { Literal, Place, Text, Value } from "./value.ts";

/** Text of more pieces than this is not followed: only a template that doubles its text in a loop makes it. */
const mostParts = 4000;
const nowhere: Place = { file: "", start: 0, end: 0 };

export const emptyText: Text = { kind: "sequence", parts: [] };

/** Pieces one after another. */
export function sequence(parts: readonly Text[]): Text {
  const [start] = parts;
  const size = parts.reduce((sum, one) => sum + (one.kind === "sequence" ? one.parts.length : 1), 0);
  if (size > mostParts && start !== undefined)
    return {
      kind: "hole",
      value: { kind: "opaque", reason: "text of too many pieces" },
      style: "plain",
      place: nowhere,
    };
  const flat = parts
    .flatMap((one) => (one.kind === "sequence" ? one.parts : [one]))
    .filter((one) => one.kind !== "literal" || one.text !== "");
  const first = flat[0];
  return flat.length === 1 && first !== undefined ? first : { kind: "sequence", parts: flat };
}

/** A part of a literal, which keeps its own place in the file. */
export function slice(literal: Literal, from: number, to: number): Literal {
  const text = literal.text.slice(from, to);
  if (literal.printed) return { ...literal, text };
  const start = literal.place.start + from;
  return { ...literal, text, place: { ...literal.place, start, end: start + text.length } };
}

/** Applies a change to every literal and hole of the text. */
export function mapText(text: Text, literal: (one: Literal) => Text, hole?: (value: Value) => Value): Text {
  // A text may hold another more than once: each is changed once, or the work would double with every level.
  const done = new Map<Text, Text>();
  const change = (one: Text): Text => {
    let changed = done.get(one);
    if (changed === undefined) {
      changed = apply(one);
      done.set(one, changed);
    }
    return changed;
  };
  const apply = (one: Text): Text => {
    switch (one.kind) {
      case "literal":
        return literal(one);
      case "hole":
        return hole === undefined ? one : { ...one, value: hole(one.value) };
      case "sequence":
        return sequence(one.parts.map(change));
      case "call":
        return { ...one, text: change(one.text) };
      case "alternatives":
        return {
          kind: "alternatives",
          options: one.options.map((option) => ({ ...option, text: change(option.text) })),
        };
    }
  };
  return change(text);
}

/** Spaces behind every line break, as `indent` puts them; those ahead of the first line are the caller's. */
export function indentLines(text: Text, width: number, place: Place): Text {
  const spaces: Literal = { kind: "literal", text: " ".repeat(width), place, printed: true };
  return mapText(text, (one) => {
    const parts: Text[] = [];
    let from = 0;
    for (let at = one.text.indexOf("\n"); at >= 0; at = one.text.indexOf("\n", from)) {
      parts.push(slice(one, from, at + 1), spaces);
      from = at + 1;
    }
    parts.push(slice(one, from, one.text.length));
    return sequence(parts);
  });
}

/** Replaces literal text; what lies across a hole is not found. */
export function replaceText(text: Text, search: string, replacement: string): Text {
  if (search === "") return text;
  return mapText(text, (one) => {
    const parts: Text[] = [];
    let from = 0;
    for (let at = one.text.indexOf(search); at >= 0; at = one.text.indexOf(search, from)) {
      const found = slice(one, at, at + search.length);
      parts.push(slice(one, from, at), { ...found, text: replacement, printed: true });
      from = at + search.length;
    }
    parts.push(slice(one, from, one.text.length));
    return sequence(parts);
  });
}

/** Takes white space, or what `cut` takes, off the start or the end of a text, as far as it is known. */
export function trimEdge(
  text: Text,
  edge: "start" | "end",
  cut: (text: string, edge: "start" | "end") => number,
): Text {
  switch (text.kind) {
    case "literal": {
      const count = cut(text.text, edge);
      return edge === "start" ? slice(text, count, text.text.length) : slice(text, 0, text.text.length - count);
    }
    case "hole":
      return text;
    case "call":
      return { ...text, text: trimEdge(text.text, edge, cut) };
    case "alternatives":
      return {
        kind: "alternatives",
        options: text.options.map((one) => ({ ...one, text: trimEdge(one.text, edge, cut) })),
      };
    case "sequence": {
      const parts = [...text.parts];
      for (let step = 0; step < parts.length; step++) {
        const index = edge === "start" ? step : parts.length - 1 - step;
        const part = parts[index];
        if (part === undefined) break;
        const trimmed = trimEdge(part, edge, cut);
        parts[index] = trimmed;
        // Where a part is there only in some cases, what is behind it keeps its space: too much of it does no harm.
        if (!isEmpty(trimmed)) break;
      }
      return sequence(parts);
    }
  }
}

/** How many characters of white space stand at an edge. */
export function spaceAt(text: string, edge: "start" | "end"): number {
  return text.length - (edge === "start" ? text.trimStart() : text.trimEnd()).length;
}

function isEmpty(text: Text): boolean {
  switch (text.kind) {
    case "literal":
      return text.text === "";
    case "hole":
      return false;
    case "call":
      return isEmpty(text.text);
    case "alternatives":
      return text.options.every((one) => isEmpty(one.text));
    case "sequence":
      return text.parts.every(isEmpty);
  }
}

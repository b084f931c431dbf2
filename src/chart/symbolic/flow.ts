import type { Line } from "./line.ts";
import { constant, type Entry, type Item, nothing, type Spread, type Value } from "./value.ts";

/** Flow collections nested deeper than this are not followed. */
const deepestFlow = 40;

/** Reads what stands inline behind a key or a dash: a scalar, quoted or plain, or a flow collection. */
export function inlineValue(line: Line, from: number, to: number): Value {
  const start = skipSpace(line.flat, from, to);
  const first = line.flat[start];
  if (start >= to) return nothing;
  if (first === "[" || first === "{") return new FlowReader(line, to).collection(start, 0).value;
  const end = first === '"' || first === "'" ? to : commentStart(line.flat, start, to);
  return scalar(line, start, end);
}

/** Whether a flow collection that begins in the line is not closed in it. */
export function isOpenFlow(flat: string, from: number): boolean {
  const start = skipSpace(flat, from, flat.length);
  if (flat[start] !== "[" && flat[start] !== "{") return false;
  let depth = 0;
  for (let at = start; at < flat.length; at++) {
    const char = flat[at];
    if (char === '"' || char === "'") at = quoteEnd(flat, at, flat.length) - 1;
    else if (char === "[" || char === "{") depth++;
    else if ((char === "]" || char === "}") && --depth === 0) return false;
    else if (char === "#" && flat[at - 1] === " ") break;
  }
  return true;
}

/** The end of a quoted scalar that begins at `at`, behind its closing mark; `to` where it is not closed. */
export function quoteEnd(flat: string, at: number, to: number): number {
  const mark = flat[at];
  for (let end = at + 1; end < to; end++) {
    if (flat[end] === "\\" && mark === '"') end++;
    else if (flat[end] === mark) {
      if (mark === "'" && flat[end + 1] === "'") end++;
      else return end + 1;
    }
  }
  return to;
}

export function skipSpace(flat: string, from: number, to: number): number {
  let at = from;
  while (at < to && (flat[at] === " " || flat[at] === "\t")) at++;
  return at;
}

/** Where a comment begins, or the text ends. */
export function commentStart(flat: string, from: number, to: number): number {
  for (let at = flat.indexOf("#", from); at >= 0 && at < to; at = flat.indexOf("#", at + 1)) {
    if (at === 0 || flat[at - 1] === " " || flat[at - 1] === "\t") return at;
  }
  return to;
}

function scalar(line: Line, from: number, to: number): Value {
  let end = to;
  while (end > from && (line.flat[end - 1] === " " || line.flat[end - 1] === "\t")) end--;
  const mark = line.flat[from];
  if (mark === '"' || mark === "'") {
    const close = quoteEnd(line.flat, from, end);
    return line.value(from + 1, Math.max(from + 1, close - 1));
  }
  const value = line.value(from, end);
  return value.kind === "constant" && (value.value === "" || value.value === "null" || value.value === "~")
    ? nothing
    : value;
}

class FlowReader {
  readonly #line: Line;
  readonly #flat: string;
  readonly #to: number;

  constructor(line: Line, to: number) {
    this.#line = line;
    this.#flat = line.flat;
    this.#to = to;
  }

  collection(from: number, depth: number): { value: Value; end: number } {
    const isMap = this.#flat[from] === "{";
    const entries: (Entry | Spread)[] = [];
    const items: (Item | Spread)[] = [];
    let at = from + 1;
    for (;;) {
      at = skipSpace(this.#flat, at, this.#to);
      const char = this.#flat[at];
      if (at >= this.#to) break;
      if (char === "]" || char === "}") {
        at++;
        break;
      }
      if (char === ",") {
        at++;
        continue;
      }
      const begin = at;
      const origin = this.#line.origin(begin);
      const first = this.#node(at, depth);
      at = skipSpace(this.#flat, first.end, this.#to);
      if (this.#flat[at] === ":") {
        const value = this.#node(skipSpace(this.#flat, at + 1, this.#to), depth);
        at = value.end;
        const entry: Entry = { kind: "entry", key: first.value, value: value.value, guards: [], origin };
        if (isMap) entries.push(entry);
        else items.push({ kind: "item", value: { kind: "map", parts: [entry] }, guards: [], origin });
      } else if (isMap) entries.push({ kind: "spread", value: first.value, guards: [], origin });
      else items.push({ kind: "item", value: first.value, guards: [], origin });
      if (at === begin) at++;
    }
    return { value: isMap ? { kind: "map", parts: entries } : { kind: "list", parts: items }, end: at };
  }

  #node(from: number, depth: number): { value: Value; end: number } {
    const char = this.#flat[from];
    if (char === "[" || char === "{") {
      return depth < deepestFlow ? this.collection(from, depth + 1) : { value: constant(null), end: this.#to };
    }
    if (char === '"' || char === "'") {
      const end = quoteEnd(this.#flat, from, this.#to);
      return { value: scalar(this.#line, from, end), end };
    }
    let end = from;
    while (end < this.#to && !",]}".includes(this.#flat[end] ?? "") && !this.#endsKey(end)) end++;
    return { value: scalar(this.#line, from, end), end };
  }

  #endsKey(at: number): boolean {
    if (this.#flat[at] !== ":") return false;
    const next = this.#flat[at + 1];
    return next === undefined || " ,]}[{".includes(next);
  }
}

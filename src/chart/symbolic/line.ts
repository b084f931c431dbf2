import { sequence, slice } from "./text.ts";
import type { Guards, Literal, Origin, Place, Text, Value } from "./value.ts";

/** A piece of one line: literal text without a line break, or a hole; with what decides about it and its includes. */
export interface Segment {
  readonly text: Literal | (Text & { readonly kind: "hole" });
  readonly guards: Guards;
  readonly via: readonly Via[];
}

/** An including action on the way to a segment; `writes` tells whether the included template has text of its own. */
export interface Via {
  readonly place: Place;
  readonly writes: boolean;
}

/** What stands for a hole in a line's characters. */
export const holeMark = "\uFFFC";

/** One case of a line: its characters, each hole as one {@link holeMark}, and the segments they came from. */
export class Line {
  readonly flat: string;
  readonly guards: Guards;
  readonly #segments: readonly Segment[];
  readonly #starts: number[] = [];

  constructor(segments: readonly Segment[]) {
    const parts: string[] = [];
    const guards: Guards[number][] = [];
    let at = 0;
    for (const segment of segments) {
      const part = segment.text.kind === "hole" ? holeMark : segment.text.text;
      this.#starts.push(at);
      parts.push(part);
      at += part.length;
      for (const guard of segment.guards) if (!guards.includes(guard)) guards.push(guard);
    }
    this.#segments = segments;
    this.flat = parts.join("");
    this.guards = guards;
  }

  /** The segment at a character, undefined behind the end. */
  segmentAt(at: number): Segment | undefined {
    let index = this.#starts.length - 1;
    while (index > 0 && (this.#starts[index] ?? 0) > at) index--;
    return this.#segments[index];
  }

  /** Whether the character is a hole and not the same character as literal text. */
  isHole(at: number): boolean {
    return this.flat[at] === holeMark && this.segmentAt(at)?.text.kind === "hole";
  }

  /** The characters from `from` to `to` as text. */
  text(from: number, to: number): Text {
    const parts: Text[] = [];
    this.#segments.forEach((segment, index) => {
      const start = this.#starts[index] ?? 0;
      const length = segment.text.kind === "hole" ? 1 : segment.text.text.length;
      if (start >= to || start + length <= from) return;
      if (segment.text.kind === "hole") parts.push(segment.text);
      else parts.push(slice(segment.text, Math.max(0, from - start), Math.min(length, to - start)));
    });
    return sequence(parts);
  }

  /** The characters from `from` to `to` as a value: a hole alone is the value that it prints. */
  value(from: number, to: number): Value {
    const text = this.text(from, to);
    if (text.kind === "hole") return text.value;
    if (text.kind === "literal") return { kind: "constant", value: text.text };
    return text.kind === "sequence" && text.parts.every((one) => one.kind === "literal")
      ? { kind: "constant", value: this.flat.slice(from, to) }
      : { kind: "text", text };
  }

  /** Where the text at a character was written, templates without text of their own seen from outside. */
  origin(at: number): Origin {
    const segment = this.segmentAt(at);
    const index = segment === undefined ? -1 : this.#segments.indexOf(segment);
    const first = segment?.text.place ?? { file: "", start: 0, end: 0 };
    const offset = at - (this.#starts[index] ?? 0);
    const place =
      segment?.text.kind === "literal" && !segment.text.printed
        ? { ...first, start: first.start + offset, end: first.end }
        : first;
    const via = segment?.via ?? [];
    const literal = segment?.text.kind === "literal" && !segment.text.printed;
    if (literal) return { place, via: via.map((one) => one.place) };
    let last = via.length;
    while (last > 0 && via[last - 1]?.writes === false) last--;
    const outer = via[last];
    return { place: outer?.place ?? place, via: via.slice(0, last).map((one) => one.place) };
  }
}

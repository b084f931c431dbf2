import type { CharacterClass } from "./character-class.ts";

/** What stands between characters: the beginning or end of the text or of a line, a word's edge or none. */
export type Edge = "beginText" | "endText" | "beginLine" | "endLine" | "wordEdge" | "noWordEdge";

/** A pattern, read. */
export type Syntax = Measure &
  (
    | { readonly kind: "empty" }
    | { readonly kind: "character"; readonly code: number }
    | { readonly kind: "class"; readonly characters: CharacterClass }
    | { readonly kind: "edge"; readonly edge: Edge }
    | { readonly kind: "capture"; readonly index: number; readonly body: Syntax }
    | { readonly kind: "repeat"; readonly body: Syntax; readonly times: Times; readonly isLazy: boolean }
    | { readonly kind: "sequence" | "choice"; readonly parts: readonly Syntax[] }
  );

/** How often something is repeated; no `most` is any number. */
export interface Times {
  readonly least: number;
  readonly most?: number;
}

/** What Go bounds of a pattern. */
interface Measure {
  /** Levels of the tree. */
  readonly height: number;
  /** Instructions that it is compiled to, about. */
  readonly size: number;
  /** How many copies of what stands innermost the counted repetitions make. */
  readonly copies: number;
}

const leaf: Measure = { height: 1, size: 1, copies: 1 };

export const empty: Syntax = { kind: "empty", ...leaf };

export function character(code: number): Syntax {
  return { kind: "character", code, ...leaf };
}

export function classOf(characters: CharacterClass): Syntax {
  return { kind: "class", characters, ...leaf };
}

export function edgeOf(edge: Edge): Syntax {
  return { kind: "edge", edge, ...leaf };
}

export function capture(index: number, body: Syntax): Syntax {
  return { kind: "capture", index, body, height: body.height + 1, size: body.size + 2, copies: body.copies };
}

export function repeat(body: Syntax, times: Times, isLazy: boolean, isCounted: boolean): Syntax {
  const { least, most } = times;
  const copies = !isCounted ? body.copies : most === 0 ? 1 : Math.max(1, most ?? least) * body.copies;
  const size =
    most === undefined ? (least === 0 ? 2 + body.size : 1 + least * body.size) : most * body.size + most - least;
  return { kind: "repeat", body, times, isLazy, height: body.height + 1, size: Math.max(1, size), copies };
}

export function sequence(parts: readonly Syntax[]): Syntax {
  return joined("sequence", parts);
}

export function choice(parts: readonly Syntax[]): Syntax {
  return joined("choice", parts);
}

function joined(kind: "sequence" | "choice", parts: readonly Syntax[]): Syntax {
  const [first = empty] = parts;
  if (parts.length < 2) return first;
  let [height, size, copies] = [0, kind === "choice" ? parts.length - 1 : 0, 1];
  for (const part of parts) {
    height = Math.max(height, part.height);
    size += part.size;
    copies = Math.max(copies, part.copies);
  }
  return { kind, parts, height: height + 1, size, copies };
}

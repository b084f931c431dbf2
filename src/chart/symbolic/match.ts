import type { Chart } from "../chart.ts";
import { defaultOf } from "./access.ts";
import type { Text, Value } from "./value.ts";

/** Cases of one text that are tried. */
const mostCases = 64;
const deepestChoice = 8;
const exact = 10_000;
const byDefault = 5_000;

/**
 * How well a value fits the rendered string: undefined where it cannot be it, more the more of it is known, 0 where it
 * could be anything.
 */
export function nameFit(chart: Chart, value: Value, rendered: string, depth = 0): number | undefined {
  if (depth > deepestChoice) return 0;
  switch (value.kind) {
    case "constant":
      return String(value.value ?? "") === rendered ? exact : undefined;
    case "values": {
      const given = defaultOf(chart, value);
      return (typeof given === "string" || typeof given === "number") && String(given) === rendered ? byDefault : 0;
    }
    case "text": {
      const fits = casesOf(value.text).map((pieces) => fitPieces(chart, pieces, rendered));
      return best(fits);
    }
    case "choice":
      return best(value.options.map((one) => nameFit(chart, one.value, rendered, depth + 1)));
    case "map":
    case "list":
      return undefined;
    default:
      return 0;
  }
}

/** The highest of the figures that are there. */
export function best(figures: readonly (number | undefined)[]): number | undefined {
  let highest: number | undefined;
  for (const one of figures) if (one !== undefined && (highest === undefined || one > highest)) highest = one;
  return highest;
}

type Piece = string | Value;

/** The cases of a text, each as known strings and unknown values one after another. */
function casesOf(text: Text): Piece[][] {
  switch (text.kind) {
    case "literal":
      return [[text.text]];
    case "hole":
      return piecesOf(text.value);
    case "call":
      return casesOf(text.text);
    case "alternatives":
      return some(text.options, (one) => casesOf(one.text));
    case "sequence": {
      let cases: Piece[][] = [[]];
      for (const part of text.parts) {
        const next = casesOf(part);
        cases = cases.flatMap((before) => next.map((after) => [...before, ...after])).slice(0, mostCases);
      }
      return cases;
    }
  }
}

/** What comes of the options, no more of it than is tried. */
function some<Option, Found>(options: readonly Option[], find: (option: Option) => readonly Found[]): Found[] {
  const found: Found[] = [];
  for (const option of options) {
    if (found.length >= mostCases) break;
    found.push(...find(option));
  }
  return found.slice(0, mostCases);
}

/** What each name that a value may be begins and ends with, as far as that is known. */
export function knownAround(value: Value): { readonly start: string; readonly end: string } {
  const [pieces, ...others] = value.kind === "text" ? casesOf(value.text) : [];
  if (pieces === undefined || others.length > 0) return { start: "", end: "" };
  const inside = pieces.findIndex((piece) => typeof piece !== "string");
  const last = pieces.findLastIndex((piece) => typeof piece !== "string");
  return {
    start: (inside < 0 ? pieces : pieces.slice(0, inside)).join(""),
    end: pieces.slice(last + 1).join(""),
  };
}

function piecesOf(value: Value): Piece[][] {
  if (value.kind === "choice") return some(value.options, (one) => piecesOf(one.value));
  if (value.kind === "text") return casesOf(value.text);
  return [[value.kind === "constant" ? String(value.value ?? "") : value]];
}

function fitPieces(chart: Chart, pieces: readonly Piece[], rendered: string): number | undefined {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const known = typeof piece === "string" ? piece : undefined;
    const last = joined.at(-1);
    if (known !== undefined && typeof last === "string") joined[joined.length - 1] = last + known;
    else joined.push(piece);
  }
  const only = joined[0];
  if (joined.length === 1 && only !== undefined) {
    if (typeof only === "string") return only === rendered ? exact : undefined;
    return nameFit(chart, only, rendered);
  }
  let at = 0;
  let figure = 1;
  for (const [index, piece] of joined.entries()) {
    if (typeof piece !== "string") continue;
    const found =
      index === 0
        ? rendered.startsWith(piece)
          ? 0
          : -1
        : index === joined.length - 1
          ? lastIndex(rendered, piece, at)
          : rendered.indexOf(piece, at);
    if (found < 0) return undefined;
    at = found + piece.length;
    figure += 2 * piece.length;
  }
  return figure;
}

function lastIndex(rendered: string, end: string, from: number): number {
  const at = rendered.length - end.length;
  return at >= from && rendered.endsWith(end) ? at : -1;
}

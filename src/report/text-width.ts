import { isPlain, printable } from "./printable.ts";

/** What is printed in one place of a line, and how many columns of a terminal it takes. */
export interface Cell {
  readonly text: string;
  readonly columns: number;
  /** Where it begins in the text, in UTF-16 units. */
  readonly unit: number;
}

const tabColumns = 4;

/** Patterns for characters beyond ASCII; made on first use, since most input never needs them. */
class Widths {
  /** East Asian Wide and Fullwidth (Unicode's EastAsianWidth.txt), without emoji. */
  readonly #wide =
    /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u;
  readonly #emoji = /^\p{Emoji_Presentation}|^\p{Extended_Pictographic}\ufe0f|^\p{Regional_Indicator}{2}/u;
  readonly #invisible = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;
  readonly #segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

  /** What a terminal shows as one character each. */
  clusters(line: string): Iterable<Intl.SegmentData> {
    return this.#segmenter.segment(line);
  }

  columns(cluster: string): number {
    if (this.#invisible.test(cluster)) return 0;
    return this.#wide.test(cluster) || this.#emoji.test(cluster) ? 2 : 1;
  }
}

let widths: Widths | undefined;

/** So much is given to the segmenter at once: its time grows with the square of a run of joined characters. */
const pieceUnits = 64;

function* clustersOf(line: string, known: Widths): Generator<{ readonly segment: string; readonly index: number }> {
  for (let start = 0; start < line.length; ) {
    let end = Math.min(line.length, start + pieceUnits);
    // A surrogate pair is not cut.
    const last = line.charCodeAt(end - 1);
    if (end < line.length && last >= 0xd800 && last < 0xdc00) end--;
    for (const { segment, index } of known.clusters(line.slice(start, end))) yield { segment, index: start + index };
    start = end;
  }
}

/** A line cut into what a terminal shows as one character each; unsafe characters are replaced, tabs are spaces. */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  if (isPlain(line)) {
    for (let unit = 0; unit < line.length; unit++) cells.push({ text: line.charAt(unit), columns: 1, unit });
    return cells;
  }
  widths ??= new Widths();
  for (const { segment, index } of clustersOf(line, widths)) {
    if (segment === "\t") {
      cells.push({ text: " ".repeat(tabColumns), columns: tabColumns, unit: index });
      continue;
    }
    const text = printable(segment);
    cells.push({ text, columns: widths.columns(text), unit: index });
  }
  return cells;
}

/** The columns of a terminal that a text takes. */
export function textWidth(text: string): number {
  if (isPlain(text)) return text.length;
  return cellsOf(text).reduce((sum, cell) => sum + cell.columns, 0);
}

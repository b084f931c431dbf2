import { countHolding } from "./sorted.ts";

/** A line is remembered so many lines behind the last one that is, or so many UTF-16 units. */
const manyLines = 32;
const manyUnits = 1024;

/** Finds lines and columns in a text. */
export class TextLines {
  private readonly text: string;
  private known: KnownLines | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The line, from 0, and the place in it, from 0 in UTF-16 units. */
  position(offset: number): { line: number; column: number } {
    const { starts, numbers } = this.knownLines();
    const near = lastUpTo(starts, offset);
    const beyond = numbers[near + 1] ?? 0;
    let line = numbers[near] ?? 0;
    let start = starts[near] ?? 0;
    for (; line + 1 < beyond; line++) {
      const next = this.next(start);
      if (next > offset) break;
      start = next;
    }
    return { line, column: offset - start };
  }

  /** Where a range of offsets stands, as files are shown: lines and columns from 1, the end exclusive. */
  range(start: number, end: number): { line: number; column: number; endLine: number; endColumn: number } {
    const from = this.position(start);
    const to = this.position(end);
    return { line: from.line + 1, column: from.column + 1, endLine: to.line + 1, endColumn: to.column + 1 };
  }

  /** Where a line, counted from 0, begins. */
  offset(index: number): number {
    return this.start(index) ?? this.text.length;
  }

  /** The text of a line, counted from 0, without its end. */
  line(index: number): string | undefined {
    const start = this.start(index);
    if (start === undefined || (start === this.text.length && index > 0)) return undefined;
    const line = this.text.slice(start, this.start(index + 1) ?? this.text.length);
    return line.endsWith("\r\n") ? line.slice(0, -2) : line.endsWith("\n") ? line.slice(0, -1) : line;
  }

  /** Where a line begins; undefined where there is none. */
  private start(index: number): number | undefined {
    const { starts, numbers } = this.knownLines();
    // The last number is that of no line.
    if (index < 0 || index >= (numbers.at(-1) ?? 0)) return undefined;
    const near = lastUpTo(numbers, index);
    let start = starts[near] ?? 0;
    for (let line = numbers[near] ?? 0; line < index; line++) start = this.next(start);
    return start;
  }

  /** Where the line behind that begins which begins at `start`; 0 where there is none. */
  private next(start: number): number {
    return this.text.indexOf("\n", start) + 1;
  }

  private knownLines(): KnownLines {
    if (this.known !== undefined) return this.known;
    const starts = [0];
    const numbers = [0];
    let line = 1;
    let lastStart = 0;
    let lastLine = 0;
    for (let next = this.next(0); next > 0; next = this.next(next), line++) {
      if (line - lastLine < manyLines && next - lastStart < manyUnits) continue;
      starts.push(next);
      numbers.push(line);
      lastStart = next;
      lastLine = line;
    }
    numbers.push(line);
    this.known = { starts, numbers };
    return this.known;
  }
}

/**
 * Where some lines begin, and their numbers: behind those the number of lines there are. Nobody looks for an end of a line
 * behind the last before one that is known: it may be megabytes away.
 */
interface KnownLines {
  readonly starts: readonly number[];
  readonly numbers: readonly number[];
}

/** The index of the last of some rising numbers that is not above a limit; 0 where all are. */
function lastUpTo(numbers: readonly number[], limit: number): number {
  return Math.max(0, countHolding(numbers, (number) => number <= limit) - 1);
}

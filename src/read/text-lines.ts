import { Integers } from "./integers.ts";

/** Finds lines and columns in a text. */
export class TextLines {
  private readonly text: string;
  private starts: Integers | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The line, from 0, and the place in it, from 0 in UTF-16 units. */
  position(offset: number): { line: number; column: number } {
    const starts = this.lineStarts();
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts.get(middle) <= offset) low = middle;
      else high = middle;
    }
    return { line: low, column: offset - starts.get(low) };
  }

  /** Where a range of offsets stands, as files are shown: lines and columns from 1, the end exclusive. */
  range(start: number, end: number): { line: number; column: number; endLine: number; endColumn: number } {
    const from = this.position(start);
    const to = this.position(end);
    return { line: from.line + 1, column: from.column + 1, endLine: to.line + 1, endColumn: to.column + 1 };
  }

  /** Where a line, counted from 0, begins. */
  offset(index: number): number {
    const starts = this.lineStarts();
    return index >= 0 && index < starts.length ? starts.get(index) : this.text.length;
  }

  /** The text of a line, counted from 0, without its end. */
  line(index: number): string | undefined {
    const start = this.offset(index);
    if (index < 0 || (start === this.text.length && index > 0)) return undefined;
    const line = this.text.slice(start, this.offset(index + 1));
    return line.endsWith("\r\n") ? line.slice(0, -2) : line.endsWith("\n") ? line.slice(0, -1) : line;
  }

  private lineStarts(): Integers {
    if (this.starts !== undefined) return this.starts;
    const starts = new Integers();
    starts.push(0);
    for (let at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.starts = starts;
    return starts;
  }
}

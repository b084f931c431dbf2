import type { Location } from "./location.ts";
import type { TextLines } from "./text-lines.ts";

/** A text that begins on some line and column of an input: where in the input its characters stand. */
export abstract class PlacedText {
  readonly text: string;
  readonly line: number;
  protected readonly column: number;

  constructor(text: string, line: number, column: number) {
    this.text = text;
    this.line = line;
    this.column = column;
  }

  abstract readonly file: string;
  abstract readonly source: string | undefined;
  protected abstract textLines(): TextLines;

  protected offset(line: number, column: number): number {
    const first = line === this.line ? column - this.column : column - 1;
    return this.textLines().offset(line - this.line) + first;
  }

  protected location(start: number, end: number, approximate: boolean): Location {
    const from = this.position(start);
    const to = this.position(end);
    const { file, source } = this;
    const { line, column } = from;
    const { line: endLine, column: endColumn } = to;
    // An object that takes the rest of another is larger than what is in it, and of these two there are most.
    if (!approximate)
      return source === undefined
        ? { file, line, column, endLine, endColumn }
        : { file, line, column, endLine, endColumn, source };
    return { file, line, column, endLine, endColumn, ...(source === undefined ? {} : { source }), approximate: true };
  }

  protected position(offset: number): { line: number; column: number } {
    const { line, column } = this.textLines().position(offset);
    return { line: this.line + line, column: column + (line === 0 ? this.column : 1) };
  }

  lineText(line: number): string | undefined {
    return line < this.line ? undefined : this.textLines().line(line - this.line);
  }
}

import type { Origin } from "../origin.ts";
import { type Run, Text } from "../text.ts";

/** Puts text together piece by piece, each with its origin. */
export class TextWriter {
  private readonly pieces: string[] = [];
  private readonly runs: Run[] = [];
  private hasOrigin = false;
  length = 0;

  /** Characters of one origin, or of none. */
  add(value: string, origin?: Origin): void {
    if (value === "") return;
    this.pieces.push(value);
    this.length += value.length;
    const last = this.runs.at(-1);
    if (last !== undefined && last.origin === origin && origin?.isLiteral !== true)
      this.runs[this.runs.length - 1] = { ...last, length: last.length + value.length };
    else this.runs.push({ length: value.length, ...(origin === undefined ? {} : { origin }) });
    if (origin !== undefined) this.hasOrigin = true;
  }

  get endsWithBreak(): boolean {
    return /[\n\u2028\u2029]$/.test(this.pieces.at(-1) ?? "");
  }

  addText(text: Text): void {
    if (text.runs === undefined) this.add(text.value);
    else {
      let at = 0;
      for (const { length, origin } of text.runs) {
        this.add(text.value.slice(at, at + length), origin);
        at += length;
      }
    }
  }

  text(): Text {
    const value = this.pieces.join("");
    return this.hasOrigin ? new Text(value, this.runs) : new Text(value);
  }
}

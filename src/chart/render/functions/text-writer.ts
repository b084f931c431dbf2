import type { Origin } from "../origin.ts";
import { appendRun, type Run, Text } from "../text.ts";

/** Puts text together piece by piece, each with its origin. */
export class TextWriter {
  private readonly pieces: string[] = [];
  private readonly runs: Run[] = [];
  private hasOrigin = false;
  length = 0;

  /** Characters of one origin, or of none. */
  add(value: string, origin?: Origin): void {
    if (value === "" && origin?.values === undefined) return;
    this.pieces.push(value);
    this.length += value.length;
    appendRun(this.runs, { length: value.length, ...(origin === undefined ? {} : { origin }) });
    if (origin !== undefined) this.hasOrigin = true;
  }

  get endsWithBreak(): boolean {
    return /[\n\u2028\u2029]$/.test(this.pieces.findLast((piece) => piece !== "") ?? "");
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

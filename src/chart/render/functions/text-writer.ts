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
    appendRun(this.runs, origin === undefined ? { length: value.length } : { length: value.length, origin });
    if (origin !== undefined) this.hasOrigin = true;
  }

  get endsWithBreak(): boolean {
    return /[\n\u2028\u2029]$/.test(this.pieces.findLast((piece) => piece !== "") ?? "");
  }

  addText(text: Text): void {
    if (text.runs === undefined) this.add(text.value);
    else {
      this.pieces.push(text.value);
      this.length += text.value.length;
      for (const run of text.runs) {
        appendRun(this.runs, run);
        if (run.origin !== undefined) this.hasOrigin = true;
      }
    }
  }

  text(): Text {
    const value = this.pieces.join("");
    return this.hasOrigin ? new Text(value, this.runs) : new Text(value);
  }
}

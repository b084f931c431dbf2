import { isBlank, isBreak, isBreakOrEnd, TAB } from "./characters.ts";
import { QuotedScanner } from "./quoted-scanner.ts";

/** Scans literal and folded block scalars. */
export class BlockScalarScanner extends QuotedScanner {
  private blockIndent = 0;

  scanBlock(literal: boolean): string {
    const start = this.pos++;
    let chomping = 0;
    let increment = 0;
    let code = this.codeAt(this.pos);
    for (let i = 0; i < 2; i++, code = this.codeAt(this.pos)) {
      if (chomping === 0 && (code === 0x2b || code === 0x2d)) chomping = code === 0x2b ? 1 : -1;
      else if (increment === 0 && code >= 0x30 && code <= 0x39) {
        if (code === 0x30) this.fail("found an indentation indicator equal to 0", start);
        increment = code - 0x30;
      } else break;
      this.pos++;
    }
    while (isBlank(code)) code = this.codeAt(++this.pos);
    if (code === 0x23) {
      this.pos = this.lineEnd(this.pos);
      code = this.codeAt(this.pos);
    }
    if (!isBreakOrEnd(code)) this.fail("did not find expected comment or line break after a block scalar's header");
    this.scalarEnd = this.pos;
    if (code !== 0) this.skipBreak(code);
    return this.scanBlockLines(literal, chomping, increment);
  }

  private scanBlockLines(literal: boolean, chomping: number, increment: number): string {
    const { text, end, pieces } = this;
    this.blockIndent = increment === 0 ? 0 : this.indent >= 0 ? this.indent + increment : increment;
    let leadingBreak = "";
    let leadingBlank = false;
    let trailingBreaks = this.scanBlockBreaks();
    const indent = this.blockIndent;
    while (this.pos - this.lineStart === indent && this.pos < end) {
      const startsBlank = isBlank(text.charCodeAt(this.pos));
      if (!literal && !leadingBlank && !startsBlank && leadingBreak === "\n") {
        if (trailingBreaks === "") pieces.add(" ");
      } else pieces.add(leadingBreak);
      if (trailingBreaks !== "") pieces.add(trailingBreaks);
      leadingBlank = startsBlank;
      const lineFrom = this.pos;
      const lineTo = this.lineEnd(lineFrom);
      this.pos = this.scalarEnd = lineTo;
      pieces.add(text.slice(lineFrom, lineTo));
      leadingBreak = lineTo < end ? this.readBreak(text.charCodeAt(lineTo)) : "";
      trailingBreaks = this.scanBlockBreaks();
    }
    if (chomping !== -1) pieces.add(leadingBreak);
    if (chomping === 1) pieces.add(trailingBreaks);
    return pieces.take();
  }

  /** Indentation and empty lines of a block scalar; finds its indentation where the header does not say it. */
  private scanBlockBreaks(): string {
    const { breaks, blockIndent: indent } = this;
    let deepest = 0;
    for (;;) {
      const spaces = this.spacesEnd(this.pos);
      this.pos = indent === 0 ? spaces : Math.min(spaces, Math.max(this.pos, this.lineStart + indent));
      const code = this.codeAt(this.pos);
      const column = this.pos - this.lineStart;
      if (column > deepest) deepest = column;
      if (code === TAB && (indent === 0 || column < indent))
        this.fail("found a tab character where an indentation space is expected", this.pos);
      if (!isBreak(code)) break;
      breaks.add(this.readBreak(code));
    }
    if (indent === 0) this.blockIndent = Math.max(deepest, this.indent + 1, 1);
    return breaks.take();
  }
}

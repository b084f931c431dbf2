import { isBlank, isBlankBreakOrEnd, isBreak, LF, SPACE, TAB } from "./characters.ts";
import { Cursor } from "./cursor.ts";
import { Pieces } from "./pieces.ts";

/** What a plain scalar's inner loop does with a character below 128. */
const ORDINARY = 0;
const ENDS_RUN = 1;
const COLON = 2;
const FLOW_INDICATOR = 3;

const PLAIN = new Uint8Array(128);
PLAIN[0] = PLAIN[0x09] = PLAIN[0x0a] = PLAIN[0x0d] = PLAIN[0x20] = ENDS_RUN;
PLAIN[0x3a] = COLON;
// , ? [ ] { }
PLAIN[0x2c] = PLAIN[0x3f] = PLAIN[0x5b] = PLAIN[0x5d] = PLAIN[0x7b] = PLAIN[0x7d] = FLOW_INDICATOR;

/** What a line of a plain scalar in block style holds, if it is all ASCII: words, with neither `: ` nor ` #` among them. */
const LINE = /(?:[!-9;-~]+|:(?=[!-~])| (?=[ -"$-~])){0,200}/y;

/**
 * Scans plain scalars as go-yaml v2 does (scannerc.go). A scan of a scalar, here and in the classes built on this one,
 * starts at its first character, leaves the cursor behind it, returns the value and sets {@link scalarEnd}.
 */
export class PlainScanner extends Cursor {
  /** The end of the scalar scanned last: behind its last character, for a block scalar behind its last line. */
  scalarEnd = 0;
  /** Whether the plain scalar scanned last was ended by a line that is not part of it. */
  protected brokeLine = false;
  /** The column of the innermost block collection, -1 outside of all. */
  protected indent = -1;
  protected flowLevel = 0;
  /** What a scalar of several lines is put together of, and the line breaks behind one of them. */
  protected readonly pieces = new Pieces();
  protected readonly breaks = new Pieces();

  scanPlain(): string {
    const inFlow = this.flowLevel > 0;
    const line = inFlow ? undefined : this.scanPlainLine();
    if (line !== undefined) return line;
    const start = this.pos;
    let contentEnd = this.plainRun(start, inFlow);
    this.brokeLine = false;
    // The usual case: one line. Blanks inside it belong to the value, those at its end do not.
    for (;;) {
      const code = this.codeAt(this.pos);
      if (isBlank(code)) {
        let next = this.pos + 1;
        while (isBlank(this.codeAt(next))) next++;
        this.pos = next;
        if (this.codeAt(next) === 0x23 /* # */) break;
        const runEnd = this.plainRun(next, inFlow);
        if (runEnd === next && !isBreak(this.codeAt(next))) break;
        if (runEnd > next) contentEnd = runEnd;
        continue;
      }
      if (!isBreak(code)) break;
      this.scalarEnd = contentEnd;
      this.pieces.add(this.text.slice(start, contentEnd));
      this.scanPlainLines(code, inFlow);
      return this.pieces.take();
    }
    this.scalarEnd = contentEnd;
    return this.text.slice(start, contentEnd);
  }

  /** Nearly every plain scalar: one line, and below it something that is indented no deeper. Reads nothing otherwise. */
  private scanPlainLine(): string | undefined {
    const { text, pos } = this;
    LINE.lastIndex = pos;
    LINE.test(text);
    const end = LINE.lastIndex;
    if (text.charCodeAt(end) !== LF) return undefined;
    const next = this.spacesEnd(end + 1);
    const code = text.charCodeAt(next);
    if (next - end - 1 > this.indent || !(code > SPACE && code < 0x7f)) return undefined;
    this.lineStart = end + 1;
    this.pos = next;
    this.scalarEnd = end;
    this.brokeLine = true;
    return text.slice(pos, end);
  }

  /** The rest of a plain scalar from the end of its first line on. */
  private scanPlainLines(firstBreak: number, inFlow: boolean): void {
    const { pieces, breaks } = this;
    let code = firstBreak;
    for (;;) {
      // At a line break, or at blanks in front of one.
      const blanks = this.pos;
      let blanksEnd = blanks;
      let leadingBreak = "";
      let broke = false;
      for (; isBlank(code) || isBreak(code); code = this.codeAt(this.pos)) {
        if (isBreak(code)) {
          if (broke) breaks.add(this.readBreak(code));
          else leadingBreak = this.readBreak(code);
          broke = true;
        } else {
          if (broke && code === TAB && this.pos - this.lineStart < this.indent + 1)
            this.fail("found a tab character that violates indentation", this.pos);
          this.pos++;
          if (!broke) blanksEnd = this.pos;
        }
      }
      this.brokeLine = broke;
      const trailingBreaks = breaks.take();
      if (!inFlow && this.pos - this.lineStart < this.indent + 1) return;
      if (code === 0x23 /* # */ || this.atDocumentIndicator()) return;
      const from = this.pos;
      const to = this.plainRun(from, inFlow);
      if (to > from) {
        if (!broke) pieces.add(this.text.slice(blanks, blanksEnd));
        else if (leadingBreak !== "\n") pieces.add(leadingBreak + trailingBreaks);
        else pieces.add(trailingBreaks === "" ? " " : trailingBreaks);
        pieces.add(this.text.slice(from, to));
        this.scalarEnd = to;
        this.brokeLine = false;
      }
      code = this.codeAt(this.pos);
      if (!isBlank(code) && !isBreak(code)) return;
    }
  }

  /** Moves over the characters of a plain scalar up to a blank, a break or what ends the scalar; gives that place. */
  private plainRun(from: number, inFlow: boolean): number {
    const { text, end } = this;
    let pos = from;
    for (; pos < end; pos++) {
      const code = text.charCodeAt(pos);
      if (code < 128) {
        const role = PLAIN[code];
        if (role === ORDINARY) continue;
        if (role === ENDS_RUN) break;
        if (role === COLON) {
          if (isBlankBreakOrEnd(this.codeAt(pos + 1))) break;
        } else if (inFlow) break;
      } else if (code === 0x85 || code === 0x2028 || code === 0x2029) break;
    }
    this.pos = pos;
    return pos;
  }
}

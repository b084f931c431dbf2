import { hexDigit, isBlank, isBlankBreakOrEnd, isBreak, SPACE, TAB } from "./characters.ts";
import { PlainScanner } from "./plain-scanner.ts";

// A quoted scalar on one line, without escapes, so that its value is a slice.
// biome-ignore lint/suspicious/noControlCharactersInRegex: line breaks are among what ends the usual case
const SINGLE = /'[^'\0-\x1f\x85\u2028\u2029]*'(?!')/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: line breaks are among what ends the usual case
const DOUBLE = /"[^"\\\0-\x1f\x85\u2028\u2029]*"/y;

// What stands for itself on a line of a quoted scalar: words, and blanks between them.
const SINGLE_RUN = /(?:[!-&(-~]+| +(?=[!-~])){1,200}/y;
const DOUBLE_RUN = /(?:[!#-[\]-~]+| +(?=[!-~])){1,200}/y;

/** Scans single-quoted and double-quoted scalars. */
export class QuotedScanner extends PlainScanner {
  scanQuoted(single: boolean): string {
    const start = this.pos;
    const simple = single ? SINGLE : DOUBLE;
    simple.lastIndex = start;
    if (simple.test(this.text)) {
      this.pos = this.scalarEnd = simple.lastIndex;
      return this.text.slice(start + 1, this.pos - 1);
    }
    this.pos = start + 1;
    return this.scanQuotedParts(start, single);
  }

  private scanQuotedParts(start: number, single: boolean): string {
    const quote = single ? 0x27 : 0x22;
    const run = single ? SINGLE_RUN : DOUBLE_RUN;
    const { pieces } = this;
    for (;;) {
      if (this.atDocumentIndicator()) this.fail("found unexpected document indicator in a quoted scalar", start);
      if (this.pos >= this.end) this.fail("a quoted scalar is not closed", start);
      let broke = false;
      // Characters other than blanks and breaks.
      let runStart = this.pos;
      let code = this.codeAt(this.pos);
      for (; !isBlankBreakOrEnd(code); code = this.codeAt(this.pos)) {
        run.lastIndex = this.pos;
        if (run.test(this.text)) this.pos = run.lastIndex;
        else if (single && code === quote && this.codeAt(this.pos + 1) === quote) {
          pieces.add(this.text.slice(runStart, this.pos + 1));
          this.pos += 2;
          runStart = this.pos;
        } else if (code === quote) break;
        else if (!single && code === 0x5c) {
          if (runStart < this.pos) pieces.add(this.text.slice(runStart, this.pos));
          const escaped = this.codeAt(this.pos + 1);
          if (isBreak(escaped)) {
            this.pos++;
            this.skipBreak(escaped);
            broke = true;
            runStart = this.pos;
            break;
          }
          pieces.add(this.scanEscape(start));
          runStart = this.pos;
        } else this.pos++;
      }
      if (runStart < this.pos) pieces.add(this.text.slice(runStart, this.pos));
      code = this.codeAt(this.pos);
      if (code === quote) {
        this.scalarEnd = ++this.pos;
        return pieces.take();
      }
      this.foldQuotedBreaks(code, broke);
    }
  }

  /** Blanks and breaks inside a quoted scalar; `broke` when an escaped break went ahead of them. */
  private foldQuotedBreaks(first: number, escapedBreak: boolean): void {
    const { pieces, breaks } = this;
    const from = this.pos;
    let blanksEnd = from;
    let broke = escapedBreak;
    let leadingBreak = "";
    for (let code = first; isBlank(code) || isBreak(code); code = this.codeAt(this.pos)) {
      if (isBlank(code)) {
        this.pos++;
        if (!broke) blanksEnd = this.pos;
      } else if (broke) breaks.add(this.readBreak(code));
      else {
        leadingBreak = this.readBreak(code);
        broke = true;
      }
    }
    const trailingBreaks = breaks.take();
    if (!broke) pieces.add(this.text.slice(from, blanksEnd));
    else if (leadingBreak === "\n") pieces.add(trailingBreaks === "" ? " " : trailingBreaks);
    else pieces.add(leadingBreak + trailingBreaks);
  }

  /** An escape sequence of a double-quoted scalar, from its backslash on. */
  private scanEscape(start: number): string {
    const code = this.codeAt(this.pos + 1);
    const digits = code === 0x78 ? 2 : code === 0x75 ? 4 : code === 0x55 ? 8 : 0;
    if (digits === 0) {
      const value = simpleEscape(code);
      if (value === undefined) this.fail("found unknown escape character in a quoted scalar");
      this.pos += 2;
      return value;
    }
    this.pos += 2;
    let value = 0;
    for (let i = 0; i < digits; i++) {
      const digit = hexDigit(this.codeAt(this.pos + i));
      if (digit < 0) this.fail("did not find expected hexadecimal number in a quoted scalar");
      value = value * 16 + digit;
    }
    if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff)
      this.fail("found invalid Unicode character escape code in a quoted scalar", start);
    this.pos += digits;
    return String.fromCodePoint(value);
  }
}

function simpleEscape(code: number): string | undefined {
  switch (code) {
    case 0x30:
      return "\0";
    case 0x61:
      return "\x07";
    case 0x62:
      return "\b";
    case 0x74:
    case TAB:
      return "\t";
    case 0x6e:
      return "\n";
    case 0x76:
      return "\v";
    case 0x66:
      return "\f";
    case 0x72:
      return "\r";
    case 0x65:
      return "\x1b";
    case SPACE:
      return " ";
    case 0x22:
      return '"';
    case 0x27:
      return "'";
    case 0x5c:
      return "\\";
    case 0x4e:
      return "\x85";
    case 0x5f:
      return "\xa0";
    case 0x4c:
      return "\u2028";
    case 0x50:
      return "\u2029";
    default:
      return undefined;
  }
}

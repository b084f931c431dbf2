import { CR, isBreakOrEnd, LF } from "./characters.ts";
import { YamlError } from "./error.ts";

const SPACES = / */y;

/** A place in a text that moves forward, and knows on which line it is. */
export class Cursor {
  readonly text: string;
  readonly end: number;
  /** Whether a line feed is the only line break in the text, so that V8 can be asked where a line ends. */
  readonly hasPlainBreaks: boolean;
  pos: number;
  /** Where the current line starts; it tells lines apart, and `pos - lineStart` is the column. */
  lineStart: number;

  constructor(text: string, start: number, end: number, hasPlainBreaks: boolean) {
    this.text = text;
    this.end = end;
    this.hasPlainBreaks = hasPlainBreaks;
    this.pos = start;
    this.lineStart = start;
  }

  /** The code of the character at `index`, 0 past the end. */
  codeAt(index: number): number {
    return index < this.end ? this.text.charCodeAt(index) : 0;
  }

  /** Where the spaces that begin at `index` end. A run over one chart is interpreted, where V8's own loops are far faster. */
  spacesEnd(index: number): number {
    SPACES.lastIndex = index;
    SPACES.test(this.text);
    return SPACES.lastIndex;
  }

  /** The first line break from `index` on, or the end of the text. */
  lineEnd(index: number): number {
    const { text, end } = this;
    if (this.hasPlainBreaks) {
      const at = text.indexOf("\n", index);
      return at < 0 ? end : at;
    }
    let at = index;
    while (at < end && !isBreakOrEnd(text.charCodeAt(at))) at++;
    return at;
  }

  /** Steps over one line break: CR LF is one, as is CR CR LF, of which Kubernetes' line reader takes the last two away. */
  skipBreak(code: number): void {
    const { pos } = this;
    this.pos = pos + 1;
    if (code === CR) {
      if (this.codeAt(pos + 1) === LF) this.pos = pos + 2;
      else if (this.codeAt(pos + 1) === CR && this.codeAt(pos + 2) === LF) this.pos = pos + 3;
    }
    this.lineStart = this.pos;
  }

  /** Steps over one line break and gives it as a scalar holds it: `\n`, or LS and PS as they are. */
  readBreak(code: number): string {
    this.skipBreak(code);
    return code === 0x2028 ? "\u2028" : code === 0x2029 ? "\u2029" : "\n";
  }

  /** Whether `---` or `...` stands here at the start of a line. */
  atDocumentIndicator(): boolean {
    const { pos } = this;
    if (pos !== this.lineStart) return false;
    const code = this.codeAt(pos);
    if (code !== 0x2d && code !== 0x2e) return false;
    if (this.codeAt(pos + 1) !== code || this.codeAt(pos + 2) !== code) return false;
    const next = this.codeAt(pos + 3);
    return (
      next === 0 ||
      next === 0x20 ||
      next === LF ||
      next === 0x09 ||
      next === CR ||
      next === 0x85 ||
      next === 0x2028 ||
      next === 0x2029
    );
  }

  fail(message: string, offset: number = this.pos): never {
    throw new YamlError(message, offset, this.pos);
  }
}

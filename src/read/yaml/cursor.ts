import { CR, LF } from "./characters.ts";
import { YamlError } from "./error.ts";

/** A place in a text that moves forward, and knows on which line it is. */
export class Cursor {
  readonly text: string;
  readonly end: number;
  pos: number;
  /** Where the current line starts; it tells lines apart, and `pos - lineStart` is the column. */
  lineStart: number;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.end = end;
    this.pos = start;
    this.lineStart = start;
  }

  /** The code of the character at `index`, 0 past the end. */
  codeAt(index: number): number {
    return index < this.end ? this.text.charCodeAt(index) : 0;
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

import { isBlankBreakOrEnd, isLetter, SPACE } from "./characters.ts";
import { Scanner } from "./scanner.ts";
import { PLAIN_SCALAR, QUOTED_SCALAR } from "./token.ts";

/** No key is looked for beyond this; the scanner's own limit decides about longer ones. */
const MAX_LENGTH = 1000;

/**
 * Reads what nearly all of a manifest consists of, `key: value` in block style, without making tokens of it. Where it
 * is not certain that the tokens would say the same it reads nothing, and the tokens decide.
 */
export class EntryScanner extends Scanner {
  /** The key or value read last, and where it starts; it ends at {@link scalarEnd}. */
  entryText = "";
  entryStart = 0;

  /** Reads a plain key with its colon, if one stands at the current block mapping's column; tells whether it did. */
  readKey(): boolean {
    const { queue } = this;
    if (queue.head !== queue.tail || this.flowLevel !== 0 || !this.simpleKeyAllowed || this.keyPossible[0])
      return false;
    this.skipToToken();
    const { text, end, pos } = this;
    if (pos - this.lineStart !== this.indent || pos >= end || !isLetter(text.charCodeAt(pos))) return false;
    const limit = Math.min(end, pos + MAX_LENGTH);
    let at = pos + 1;
    while (at < limit && isKeyCharacter(text.charCodeAt(at))) at++;
    if (at >= limit || text.charCodeAt(at) !== 0x3a || !isBlankBreakOrEnd(this.codeAt(at + 1))) return false;
    this.entryStart = pos;
    this.scalarEnd = at;
    this.entryText = text.slice(pos, at);
    this.pos = at + 1;
    this.simpleKeyAllowed = false;
    return true;
  }

  /** Reads a scalar on the line of its key, right behind {@link readKey}; gives its kind, 0 for none. */
  readValue(): number {
    let { pos } = this;
    let code = this.codeAt(pos);
    while (code === SPACE) code = this.codeAt(++pos);
    if (isLetter(code) || (code >= 0x2f && code <= 0x39) /* a slash or a digit */) {
      this.entryStart = this.pos = pos;
      this.entryText = this.scanPlain();
      if (this.brokeLine) this.simpleKeyAllowed = true;
      return PLAIN_SCALAR;
    }
    if (code !== 0x22 && code !== 0x27) return 0;
    this.entryStart = this.pos = pos;
    this.entryText = this.scanQuoted(code === 0x27);
    return QUOTED_SCALAR;
  }
}

/** Letters, digits, `_`, `-`, `.` and `/`. */
function isKeyCharacter(code: number): boolean {
  return isLetter(code) || (code >= 0x2d && code <= 0x39) || code === 0x5f;
}

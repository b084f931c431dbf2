import { SPACE } from "./characters.ts";
import { MAX_DEPTH } from "./key-scanner.ts";
import { ValueScanner } from "./value-scanner.ts";

/** No key is looked for beyond this; the scanner's own limit decides about longer ones. */
const MAX_LENGTH = 1000;

const HASH = 0x23;
const TILDE = 0x7e;

/** A key with its colon: a plain one, or one in quotes without escapes. */
const KEY = /[A-Za-z][\w./-]*:(?=[ \n]|$)/y;
const QUOTED_KEY = /"[ !#-[\]-~]*":(?=[ \n]|$)/y;

/** What stands next in block style. Where it is none of these, or not certain to be, it is {@link OTHER}: tokens decide. */
export const OTHER = 0;
/** A key, of the block mapping that is open or of one that begins here. */
export const NEXT_KEY = 1;
/** The dash of an entry, of the sequence that is open or of one that begins here. */
export const NEXT_DASH = 2;
/** Something further left than the collection that is open: its end. */
export const NEXT_LEFT = 3;

/** Finds keys, dashes and the ends of collections in block style, which nearly all of a manifest consists of, without making tokens of them. */
export class EntryScanner extends ValueScanner {
  /** Whether the key read last is a plain one. */
  isPlainKey = true;
  /** Where a key was found last, and its colon. */
  private keyFrom = -1;
  private keyTo = 0;

  /** Goes to what comes next and tells what it is at the column of the open collection. */
  look(): number {
    if (!this.comes()) return OTHER;
    const column = this.pos - this.lineStart;
    if (column < this.indent) return NEXT_LEFT;
    return column === this.indent ? this.kindHere() : OTHER;
  }

  /**
   * Goes to what comes behind a key's colon, and tells whether it begins a collection: a mapping right of the open one,
   * or a sequence, which may stand below its key; {@link NEXT_LEFT} where the key has no value.
   */
  lookBelow(): number {
    if (!this.comes()) return OTHER;
    const column = this.pos - this.lineStart;
    const kind = column >= this.indent ? this.kindHere() : NEXT_LEFT;
    return column === this.indent && kind === NEXT_KEY ? NEXT_LEFT : kind;
  }

  /** Goes to what stands behind a dash on its line, as {@link lookBelow}. */
  lookBeside(): number {
    this.pos = this.blanksEnd(this.pos);
    return this.pos < this.end ? this.kindHere() : OTHER;
  }

  /** Whether the cursor is at the column of the open collection. */
  get isAtIndent(): boolean {
    return this.pos - this.lineStart === this.indent;
  }

  /** Whether no token waits, and a key or an entry may stand next, which is at the cursor then. */
  private comes(): boolean {
    const { queue } = this;
    if (queue.head !== queue.tail || this.flowLevel !== 0 || this.keyPossible[0]) return false;
    const code = this.codeAt(this.pos);
    // Neither a blank, a break nor a comment.
    if (code <= HASH || code > TILDE) this.skipToToken();
    return this.simpleKeyAllowed && this.pos < this.end;
  }

  private kindHere(): number {
    const { text, pos } = this;
    const code = text.charCodeAt(pos);
    if (code === 0x2d) return text.charCodeAt(pos + 1) === SPACE ? NEXT_DASH : OTHER;
    if (this.keyFrom === pos) return NEXT_KEY;
    const key = code === 0x22 ? QUOTED_KEY : KEY;
    key.lastIndex = pos;
    if (!key.test(text) || key.lastIndex - pos > MAX_LENGTH) return OTHER;
    this.keyFrom = pos;
    this.keyTo = key.lastIndex - 1;
    return NEXT_KEY;
  }

  /** Begins a block collection at the cursor's column, where a key or a dash was found. */
  openBlock(): void {
    const { pos, keyFrom } = this;
    this.indents.push(this.indent);
    this.indent = pos - this.lineStart;
    if (this.indents.length > MAX_DEPTH)
      this.fail(`nested deeper than ${MAX_DEPTH} levels`, keyFrom === pos ? this.keyTo : pos);
  }

  closeBlock(): void {
    this.indent = this.indents.pop() ?? -1;
  }

  /** Reads the key that was found. */
  readKey(): void {
    const { text, keyFrom, keyTo } = this;
    this.isPlainKey = text.charCodeAt(keyFrom) !== 0x22;
    this.entryStart = keyFrom;
    this.scalarEnd = keyTo;
    this.entryText = this.isPlainKey ? text.slice(keyFrom, keyTo) : text.slice(keyFrom + 1, keyTo - 1);
    this.pos = keyTo + 1;
    this.simpleKeyAllowed = false;
  }

  readDash(): void {
    this.pos++;
  }
}

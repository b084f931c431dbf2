import { LF, SPACE } from "./characters.ts";
import { Scanner } from "./scanner.ts";
import { FLOW_MAPPING_START, FLOW_SEQUENCE_START, PLAIN_SCALAR, QUOTED_SCALAR } from "./token.ts";

/** A scalar in a flow sequence with the comma or bracket behind it. */
const ITEM = /(?:"[ !#-[\]-~]*"|'[ -&(-~]*'|[\w./](?:[\w./@+=-]|:(?=[\w/]))*) *[,\]]/y;
/** More are left to tokens, so that none are read twice that would be many. */
const MOST_ITEMS = 64;

const TILDE = 0x7e;

/**
 * Reads values in block style, which nearly all of a manifest consists of, without making tokens of them. Where it is not
 * certain that the tokens would say the same it reads nothing, and the tokens decide.
 */
export class ValueScanner extends Scanner {
  /** The key or value read last, and where it starts; it ends at {@link scalarEnd}. */
  entryText = "";
  entryStart = 0;
  /** Where the scalars of the flow sequence read last start and end, and how many there are. */
  readonly itemStarts: number[] = [];
  readonly itemEnds: number[] = [];
  itemCount = 0;

  /**
   * Reads a value that begins on the line of its key, right behind its key: a scalar, a flow sequence of scalars
   * on that line, or `{}`. Gives the kind of its first token, 0 for none.
   */
  readValue(): number {
    this.entryStart = this.blanksEnd(this.pos);
    return this.readAt(this.entryStart, false);
  }

  /** As {@link readValue} for an item, right behind its dash, where nothing on its line could make it a key. */
  readItem(): number {
    const { pos, lineStart } = this;
    this.entryStart = pos;
    this.simpleKeyAllowed = false;
    const kind = this.readAt(pos, true);
    if (kind !== 0) return kind;
    this.pos = pos;
    this.lineStart = lineStart;
    this.simpleKeyAllowed = true;
    return 0;
  }

  private readAt(pos: number, mayBeKey: boolean): number {
    const { text } = this;
    const code = text.charCodeAt(pos);
    const next = text.charCodeAt(pos + 1);
    // A letter, a digit, a slash, a dot, or a dash with something behind it; V8 has yet to inline what is called here.
    const isPlain =
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x2e && code <= 0x39) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code === 0x2d && next > SPACE && next <= TILDE);
    if (isPlain) {
      this.pos = pos;
      this.entryText = this.scanPlain();
      if (this.brokeLine) this.simpleKeyAllowed = true;
      return mayBeKey && !this.brokeLine ? 0 : PLAIN_SCALAR;
    }
    let kind = QUOTED_SCALAR;
    switch (code) {
      case 0x22:
      case 0x27:
        this.pos = pos;
        this.entryText = this.scanQuoted(code === 0x27);
        break;
      case 0x7c:
      case 0x3e: // | >
        this.pos = pos;
        this.simpleKeyAllowed = true;
        this.entryText = this.scanBlock(code === 0x7c);
        return QUOTED_SCALAR;
      case 0x7b: // {
        if (next !== 0x7d) return 0;
        this.pos = this.scalarEnd = pos + 2;
        kind = FLOW_MAPPING_START;
        break;
      case 0x5b: // [
        if (!this.findItems(pos)) return 0;
        kind = FLOW_SEQUENCE_START;
        break;
      default:
        return 0;
    }
    return mayBeKey && this.codeAt(this.blanksEnd(this.pos)) !== LF ? 0 : kind;
  }

  /** Goes behind the flow sequence of scalars that begins at `pos`, if it is one on one line. */
  private findItems(pos: number): boolean {
    const { text, itemStarts, itemEnds } = this;
    let at = this.blanksEnd(pos + 1);
    let count = 0;
    for (let code = text.charCodeAt(at) === 0x5d ? 0x5d : 0x2c; code !== 0x5d; count++) {
      ITEM.lastIndex = at;
      if (count === MOST_ITEMS || !ITEM.test(text)) return false;
      const delimiter = ITEM.lastIndex - 1;
      let end = delimiter;
      while (text.charCodeAt(end - 1) === SPACE) end--;
      itemStarts[count] = at;
      itemEnds[count] = end;
      code = text.charCodeAt(delimiter);
      at = code === 0x5d ? delimiter : this.blanksEnd(delimiter + 1);
    }
    this.itemCount = count;
    this.pos = this.scalarEnd = at + 1;
    return true;
  }

  protected blanksEnd(index: number): number {
    const { text } = this;
    if (text.charCodeAt(index) !== SPACE) return index;
    return text.charCodeAt(index + 1) === SPACE ? this.spacesEnd(index) : index + 1;
  }
}

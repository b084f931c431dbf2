/** Kinds of tokens, named as in libyaml. */
export const STREAM_END = 1;
export const VERSION_DIRECTIVE = 2;
export const TAG_DIRECTIVE = 3;
export const DOCUMENT_START = 4;
export const DOCUMENT_END = 5;
export const BLOCK_SEQUENCE_START = 6;
export const BLOCK_MAPPING_START = 7;
export const BLOCK_END = 8;
export const FLOW_SEQUENCE_START = 9;
export const FLOW_SEQUENCE_END = 10;
export const FLOW_MAPPING_START = 11;
export const FLOW_MAPPING_END = 12;
export const BLOCK_ENTRY = 13;
export const FLOW_ENTRY = 14;
export const KEY = 15;
export const VALUE = 16;
export const ALIAS = 17;
export const ANCHOR = 18;
export const TAG = 19;
/** A scalar in plain style; the other styles are {@link QUOTED_SCALAR}. */
export const PLAIN_SCALAR = 20;
export const QUOTED_SCALAR = 21;

/**
 * The tokens that were scanned but not parsed yet, as columns instead of objects: two or three at a time in block
 * style, more only while a flow collection might still turn out to be a key.
 */
export class TokenQueue {
  readonly kinds: number[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** A scalar's value, the name of an anchor or alias, a tag's handle. */
  readonly values: string[] = [];
  /** A tag's suffix, a directive's prefix. */
  readonly suffixes: string[] = [];
  /** The flow level of the key that might start at the token, plus one; 0 for none. */
  readonly keyLevels: number[] = [];
  head = 0;
  tail = 0;
  /** How many tokens were taken out so far; with the place in the queue it numbers all tokens of the text. */
  taken = 0;

  push(kind: number, start: number, end: number, value: string, suffix: string): void {
    const at = this.tail++;
    this.kinds[at] = kind;
    this.starts[at] = start;
    this.ends[at] = end;
    this.values[at] = value;
    this.suffixes[at] = suffix;
    if (this.keyLevels.length <= at) this.keyLevels[at] = 0;
  }

  /** Puts a token without a value in front of the one with the given number. */
  insert(number: number, kind: number, at: number): void {
    const index = this.head + number - this.taken;
    // go-yaml appends what should stand in front of a token that was taken already.
    if (index < this.head) {
      this.push(kind, at, at, "", "");
      return;
    }
    for (let i = this.tail++; i > index; i--) {
      this.kinds[i] = this.kinds[i - 1] ?? 0;
      this.starts[i] = this.starts[i - 1] ?? 0;
      this.ends[i] = this.ends[i - 1] ?? 0;
      this.values[i] = this.values[i - 1] ?? "";
      this.suffixes[i] = this.suffixes[i - 1] ?? "";
    }
    this.kinds[index] = kind;
    this.starts[index] = at;
    this.ends[index] = at;
    this.values[index] = "";
    this.suffixes[index] = "";
    if (this.keyLevels.length < this.tail) this.keyLevels[this.tail - 1] = 0;
  }

  /** The number that the token pushed next will have. */
  nextNumber(): number {
    return this.taken + (this.tail - this.head);
  }

  /** Marks the token with the given number as the possible start of a key at a flow level, or with -1 as none. */
  markKey(number: number, level: number): void {
    const index = this.head + number - this.taken;
    if (index >= this.head) this.keyLevels[index] = level + 1;
  }

  take(): void {
    this.keyLevels[this.head] = 0;
    this.taken++;
    if (++this.head === this.tail) this.head = this.tail = 0;
  }
}

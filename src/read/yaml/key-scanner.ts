import { BlockScalarScanner } from "./block-scalar-scanner.ts";
import { BLOCK_END, TokenQueue } from "./token.ts";

/** go-yaml's limit for nested flow collections and for nested block collections (scannerc.go). */
export const MAX_DEPTH = 10_000;
/** A key that is not marked with `?` must be found within this many characters, and on one line. */
const MAX_KEY_LENGTH = 1024;

/**
 * What makes block structure visible: indentation, and the look-ahead for simple keys, those without a `?`. A token
 * that might start one waits in the queue until its colon is found, or cannot come any more.
 */
export class KeyScanner extends BlockScalarScanner {
  readonly queue = new TokenQueue();
  protected readonly indents: number[] = [];
  protected simpleKeyAllowed = true;
  /** The possible simple key of each flow level: whether there is one, whether it must be one, its token and place. */
  protected readonly keyPossible: boolean[] = [false];
  protected readonly keyRequired: boolean[] = [false];
  protected readonly keyToken: number[] = [0];
  protected readonly keyStart: number[] = [0];
  protected readonly keyLine: number[] = [0];

  protected headMayBeKey(): boolean {
    const level = this.queue.keyLevels[this.queue.head];
    return level !== undefined && level !== 0 && this.isKeyValid(level - 1);
  }

  protected isKeyValid(level: number): boolean {
    if (!this.keyPossible[level]) return false;
    const start = this.keyStart[level] ?? 0;
    if (this.keyLine[level] === this.lineStart && !this.isTooLong(start)) return true;
    if (this.keyRequired[level]) this.fail("could not find expected ':'", start);
    this.keyPossible[level] = false;
    return false;
  }

  protected isTooLong(start: number): boolean {
    const units = this.pos - start;
    if (units <= MAX_KEY_LENGTH) return false;
    if (units > 2 * MAX_KEY_LENGTH) return true;
    let characters = units;
    for (let i = start; i < this.pos; i++) if ((this.text.charCodeAt(i) & 0xfc00) === 0xdc00) characters--;
    return characters > MAX_KEY_LENGTH;
  }

  protected saveSimpleKey(): void {
    if (!this.simpleKeyAllowed) return;
    this.removeSimpleKey();
    const level = this.flowLevel;
    const number = this.queue.nextNumber();
    this.keyPossible[level] = true;
    this.keyRequired[level] = level === 0 && this.indent === this.pos - this.lineStart;
    this.keyToken[level] = number;
    this.keyStart[level] = this.pos;
    this.keyLine[level] = this.lineStart;
    this.queue.markKey(number, level);
  }

  protected removeSimpleKey(): void {
    const level = this.flowLevel;
    if (!this.keyPossible[level]) return;
    if (this.keyRequired[level]) this.fail("could not find expected ':'", this.keyStart[level]);
    this.keyPossible[level] = false;
    this.queue.markKey(this.keyToken[level] ?? 0, -1);
  }

  protected rollIndent(column: number, number: number, kind: number, at: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (this.indents.length > MAX_DEPTH) this.fail(`nested deeper than ${MAX_DEPTH} levels`);
    if (number < 0) this.queue.push(kind, at, at, "", "");
    else this.queue.insert(number, kind, at);
  }

  protected unrollIndent(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.queue.push(BLOCK_END, this.pos, this.pos, "", "");
      this.indent = this.indents.pop() ?? -1;
    }
  }
}

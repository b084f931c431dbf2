import { isBlankBreakOrEnd, isBreak, SPACE, TAB } from "./characters.ts";
import { KeyScanner, MAX_DEPTH } from "./key-scanner.ts";
import { scanDirective, scanTag, scanWord } from "./tag-scanner.ts";
import {
  ALIAS,
  ANCHOR,
  BLOCK_ENTRY,
  BLOCK_MAPPING_START,
  BLOCK_SEQUENCE_START,
  DOCUMENT_END,
  DOCUMENT_START,
  FLOW_ENTRY,
  FLOW_MAPPING_END,
  FLOW_MAPPING_START,
  FLOW_SEQUENCE_END,
  FLOW_SEQUENCE_START,
  KEY,
  PLAIN_SCALAR,
  QUOTED_SCALAR,
  STREAM_END,
  TAG,
  VALUE,
} from "./token.ts";

/**
 * Turns a text into tokens as go-yaml v2 does (scannerc.go, a port of libyaml).
 */
export class Scanner extends KeyScanner {
  private ended = false;

  /** The kind of the next token, which stands at `queue.head`. */
  peek(): number {
    const { queue } = this;
    while (queue.head === queue.tail || this.headMayBeKey()) {
      if (this.ended) break;
      this.fetch();
    }
    return queue.kinds[queue.head] ?? STREAM_END;
  }

  private fetch(): void {
    this.skipToToken();
    const { pos, queue } = this;
    const column = pos - this.lineStart;
    if (this.indent > column) this.unrollIndent(column);
    if (pos >= this.end) {
      this.unrollIndent(-1);
      this.removeSimpleKey();
      this.simpleKeyAllowed = false;
      this.ended = true;
      queue.push(STREAM_END, pos, pos, "", "");
      return;
    }
    const code = this.text.charCodeAt(pos);
    if (column === 0) {
      if (code === 0x25 /* % */) {
        this.unrollIndent(-1);
        this.removeSimpleKey();
        this.simpleKeyAllowed = false;
        scanDirective(this);
        return;
      }
      if (this.atDocumentIndicator()) {
        this.unrollIndent(-1);
        this.removeSimpleKey();
        this.simpleKeyAllowed = false;
        this.pos += 3;
        queue.push(code === 0x2d ? DOCUMENT_START : DOCUMENT_END, pos, pos + 3, "", "");
        return;
      }
    }
    this.fetchByCharacter(code);
  }

  private fetchByCharacter(code: number): void {
    const inFlow = this.flowLevel > 0;
    switch (code) {
      case 0x5b:
        this.fetchFlowStart(FLOW_SEQUENCE_START);
        return;
      case 0x7b:
        this.fetchFlowStart(FLOW_MAPPING_START);
        return;
      case 0x5d:
        this.fetchFlowEnd(FLOW_SEQUENCE_END);
        return;
      case 0x7d:
        this.fetchFlowEnd(FLOW_MAPPING_END);
        return;
      case 0x2c:
        this.removeSimpleKey();
        this.simpleKeyAllowed = true;
        this.pushIndicator(FLOW_ENTRY);
        return;
      case 0x2d: // -
        if (isBlankBreakOrEnd(this.codeAt(this.pos + 1))) {
          this.fetchBlockEntry();
          return;
        }
        break;
      case 0x3f: // ?
        if (inFlow || isBlankBreakOrEnd(this.codeAt(this.pos + 1))) {
          this.fetchKey();
          return;
        }
        break;
      case 0x3a: // :
        if (inFlow || isBlankBreakOrEnd(this.codeAt(this.pos + 1))) {
          this.fetchValue();
          return;
        }
        break;
      case 0x2a:
        this.fetchAnchor(ALIAS);
        return;
      case 0x26:
        this.fetchAnchor(ANCHOR);
        return;
      case 0x21: {
        this.saveSimpleKey();
        this.simpleKeyAllowed = false;
        const start = this.pos;
        const { handle, suffix } = scanTag(this);
        this.queue.push(TAG, start, this.pos, handle, suffix);
        return;
      }
      case 0x7c:
      case 0x3e: // | >
        if (!inFlow) {
          this.fetchBlockScalar(code === 0x7c);
          return;
        }
        this.fail("found character that cannot start any token");
        break;
      case 0x27:
      case 0x22:
        this.fetchQuoted(code === 0x27);
        return;
      case 0x23:
      case 0x25:
      case 0x40:
      case 0x60:
      case TAB: // # % @ ` and a tab where indentation is expected
        this.fail(
          code === TAB
            ? "found a tab character where a token is expected"
            : "found character that cannot start any token",
        );
    }
    this.fetchPlain();
  }

  private pushIndicator(kind: number): void {
    this.queue.push(kind, this.pos, this.pos + 1, "", "");
    this.pos++;
  }

  private fetchFlowStart(kind: number): void {
    this.saveSimpleKey();
    const level = ++this.flowLevel;
    this.keyPossible[level] = false;
    this.keyRequired[level] = false;
    this.keyToken[level] = this.queue.nextNumber();
    if (level > MAX_DEPTH) this.fail(`nested deeper than ${MAX_DEPTH} levels`);
    this.simpleKeyAllowed = true;
    this.pushIndicator(kind);
  }

  private fetchFlowEnd(kind: number): void {
    this.removeSimpleKey();
    if (this.flowLevel > 0) {
      this.queue.markKey(this.keyToken[this.flowLevel] ?? 0, -1);
      this.flowLevel--;
    }
    this.simpleKeyAllowed = false;
    this.pushIndicator(kind);
  }

  private fetchBlockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) this.fail("block sequence entries are not allowed in this context");
      this.rollIndent(this.pos - this.lineStart, -1, BLOCK_SEQUENCE_START, this.pos);
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.pushIndicator(BLOCK_ENTRY);
  }

  private fetchKey(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) this.fail("mapping keys are not allowed in this context");
      this.rollIndent(this.pos - this.lineStart, -1, BLOCK_MAPPING_START, this.pos);
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.pushIndicator(KEY);
  }

  private fetchValue(): void {
    const level = this.flowLevel;
    if (this.isKeyValid(level)) {
      const number = this.keyToken[level] ?? 0;
      const start = this.keyStart[level] ?? 0;
      this.queue.markKey(number, -1);
      this.queue.insert(number, KEY, start);
      this.rollIndent(start - (this.keyLine[level] ?? 0), number, BLOCK_MAPPING_START, start);
      this.keyPossible[level] = false;
      this.simpleKeyAllowed = false;
    } else {
      if (level === 0) {
        if (!this.simpleKeyAllowed) this.fail("mapping values are not allowed in this context");
        this.rollIndent(this.pos - this.lineStart, -1, BLOCK_MAPPING_START, this.pos);
      }
      this.simpleKeyAllowed = level === 0;
    }
    this.pushIndicator(VALUE);
  }

  private fetchAnchor(kind: number): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    const start = this.pos++;
    const name = scanWord(this);
    const code = this.codeAt(this.pos);
    const endsName = isBlankBreakOrEnd(code) || (code < 128 && "?:,]}%@`".includes(String.fromCharCode(code)));
    if (name === "" || !endsName) this.fail("did not find expected alphabetic or numeric character", start);
    this.queue.push(kind, start, this.pos, name, "");
  }

  private fetchBlockScalar(literal: boolean): void {
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    const start = this.pos;
    const value = this.scanBlock(literal);
    this.queue.push(QUOTED_SCALAR, start, this.scalarEnd, value, "");
  }

  private fetchQuoted(single: boolean): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    const start = this.pos;
    const value = this.scanQuoted(single);
    this.queue.push(QUOTED_SCALAR, start, this.scalarEnd, value, "");
  }

  private fetchPlain(): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    const start = this.pos;
    const value = this.scanPlain();
    if (this.brokeLine) this.simpleKeyAllowed = true;
    this.queue.push(PLAIN_SCALAR, start, this.scalarEnd, value, "");
  }

  protected skipToToken(): void {
    for (;;) {
      let code = this.codeAt(this.pos);
      // Tabs may separate tokens, but not indent them.
      while (code === SPACE || (code === TAB && (this.flowLevel > 0 || !this.simpleKeyAllowed))) {
        this.pos = code === SPACE ? this.spacesEnd(this.pos) : this.pos + 1;
        code = this.codeAt(this.pos);
      }
      if (code === 0x23) {
        this.pos = this.lineEnd(this.pos);
        code = this.codeAt(this.pos);
      }
      if (!isBreak(code)) return;
      this.skipBreak(code);
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
  }
}

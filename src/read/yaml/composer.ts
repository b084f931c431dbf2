import { NEXT_DASH, NEXT_KEY, NEXT_LEFT, OTHER } from "./entry-scanner.ts";
import { FlowComposer } from "./flow-composer.ts";
import * as State from "./state.ts";
import { BLOCK_END, BLOCK_ENTRY, FLOW_SEQUENCE_START, KEY, PLAIN_SCALAR, QUOTED_SCALAR, VALUE } from "./token.ts";

/** Reads a document's node with all that is in it: libyaml's parser (parserc.go) as one loop without recursion. */
export class Composer extends FlowComposer {
  /** Reads the node that starts at the next token. */
  compose(): void {
    this.states.push(State.END);
    const kind = this.scanner.lookBelow();
    if (kind === OTHER) this.state = State.BLOCK_NODE;
    else this.openBlock(kind);
    while (this.state !== State.END) this.step();
  }

  private step(): void {
    switch (this.state) {
      case State.BLOCK_NODE:
        this.node(true, false);
        return;
      case State.BLOCK_MAPPING_KEY:
        this.blockMappingKey();
        return;
      case State.BLOCK_MAPPING_VALUE:
        this.blockMappingValue();
        return;
      case State.BLOCK_SEQUENCE_ENTRY:
        this.blockSequenceEntry();
        return;
      case State.INDENTLESS_SEQUENCE_ENTRY:
        this.indentlessSequenceEntry();
        return;
      case State.FLOW_SEQUENCE_FIRST_ENTRY:
        this.flowSequenceEntry(true);
        return;
      case State.FLOW_SEQUENCE_ENTRY:
        this.flowSequenceEntry(false);
        return;
      case State.FLOW_PAIR_KEY:
        this.flowPairKey();
        return;
      case State.FLOW_PAIR_VALUE:
        this.flowPairValue();
        return;
      case State.FLOW_PAIR_END:
        this.state = State.FLOW_SEQUENCE_ENTRY;
        this.closeCollection(this.lastEnd);
        return;
      case State.FLOW_MAPPING_FIRST_KEY:
        this.flowMappingKey(true);
        return;
      case State.FLOW_MAPPING_KEY:
        this.flowMappingKey(false);
        return;
      case State.FLOW_MAPPING_VALUE:
        this.flowMappingValue();
        return;
      default:
        // FLOW_MAPPING_EMPTY_VALUE: an entry without a colon.
        this.state = State.FLOW_MAPPING_KEY;
        this.empty(this.lastEnd);
        return;
    }
  }

  /** The end of a block collection, which something further left tells. */
  private closeBlock(): void {
    this.scanner.closeBlock();
    this.popState();
    this.closeCollection(this.lastEnd);
  }

  private blockSequenceEntry(): void {
    const { scanner } = this;
    const { queue } = scanner;
    const found = scanner.look();
    if (found === NEXT_DASH) {
      this.item(State.BLOCK_SEQUENCE_ENTRY);
      return;
    }
    if (found === NEXT_LEFT) {
      this.closeBlock();
      return;
    }
    const kind = scanner.peek();
    if (kind === BLOCK_ENTRY) {
      const end = queue.ends[queue.head] ?? 0;
      queue.take();
      this.itemContent(State.BLOCK_SEQUENCE_ENTRY, end);
      return;
    }
    if (kind !== BLOCK_END) this.fail("did not find expected '-' indicator");
    queue.take();
    this.popState();
    this.closeCollection(this.lastEnd);
  }

  private indentlessSequenceEntry(): void {
    const { scanner } = this;
    const { queue } = scanner;
    const found = scanner.look();
    if (found === NEXT_DASH) {
      this.item(State.INDENTLESS_SEQUENCE_ENTRY);
      return;
    }
    if (found !== OTHER || scanner.peek() !== BLOCK_ENTRY) {
      this.popState();
      this.closeCollection(this.lastEnd);
      return;
    }
    const end = queue.ends[queue.head] ?? 0;
    queue.take();
    this.itemContent(State.INDENTLESS_SEQUENCE_ENTRY, end);
  }

  /** An item of the sequence that `state` reads on, whose dash was found. */
  private item(state: number): void {
    const { scanner } = this;
    scanner.readDash();
    const end = scanner.pos;
    const found = scanner.lookBeside();
    if (found !== OTHER) {
      this.states.push(state);
      this.openBlock(found);
      return;
    }
    const kind = scanner.readItem();
    if (kind === 0) this.itemContent(state, end);
    else {
      this.state = state;
      this.entryValue(kind);
    }
  }

  /** What stands behind a dash that ends at `end`, from its tokens. */
  private itemContent(state: number, end: number): void {
    const next = this.scanner.peek();
    const isEmpty =
      next === BLOCK_ENTRY ||
      next === BLOCK_END ||
      (state === State.INDENTLESS_SEQUENCE_ENTRY && (next === KEY || next === VALUE));
    this.nodeOrEmpty(isEmpty, state, end, true, false);
  }

  private blockMappingKey(): void {
    const { scanner } = this;
    let found = scanner.look();
    while (found === NEXT_KEY) {
      if (!this.entry()) return;
      found = scanner.look();
    }
    if (found === NEXT_LEFT) {
      this.closeBlock();
      return;
    }
    const { queue } = scanner;
    const kind = scanner.peek();
    if (kind === KEY) {
      const end = queue.ends[queue.head] ?? 0;
      queue.take();
      this.blockMappingContent(State.BLOCK_MAPPING_VALUE, end);
      return;
    }
    if (kind !== BLOCK_END) this.fail("did not find expected key");
    queue.take();
    this.popState();
    this.closeCollection(this.lastEnd);
  }

  /** An entry of a block mapping, whose key was found; tells whether its value is read, or what it opens is to be. */
  private entry(): boolean {
    const { scanner } = this;
    scanner.readKey();
    this.entryKey(scanner.entryText, scanner.isPlainKey, scanner.entryStart, scanner.scalarEnd);
    const end = scanner.pos;
    const kind = scanner.readValue();
    if (kind !== 0) {
      this.entryValue(kind);
      return true;
    }
    const found = scanner.lookBelow();
    if (found === OTHER) this.blockMappingContent(State.BLOCK_MAPPING_KEY, end);
    else if (found === NEXT_LEFT) this.empty(end);
    else {
      this.states.push(State.BLOCK_MAPPING_KEY);
      if (found === NEXT_DASH && scanner.isAtIndent) this.openIndentless();
      else this.openBlock(found);
    }
    return found === NEXT_LEFT;
  }

  /** What the scanner read without tokens: a scalar, a flow sequence of scalars, or `{}`. */
  private entryValue(kind: number): void {
    const { scanner } = this;
    const { entryText, entryStart, scalarEnd } = scanner;
    if (kind === PLAIN_SCALAR || kind === QUOTED_SCALAR) {
      this.entryScalar(entryText, kind === PLAIN_SCALAR, entryStart, scalarEnd);
      return;
    }
    this.openFlow(kind, entryStart);
    if (kind === FLOW_SEQUENCE_START) for (let item = 0; item < scanner.itemCount; item++) this.flowItem(item);
    this.closeCollection(scalarEnd);
  }

  private flowItem(item: number): void {
    const { text, itemStarts, itemEnds } = this.scanner;
    const start = itemStarts[item] ?? 0;
    const end = itemEnds[item] ?? 0;
    const first = text.charCodeAt(start);
    const plain = first !== 0x22 && first !== 0x27;
    this.entryScalar(plain ? text.slice(start, end) : text.slice(start + 1, end - 1), plain, start, end);
  }

  private blockMappingValue(): void {
    const { scanner } = this;
    const { queue } = scanner;
    if (scanner.peek() !== VALUE) {
      this.state = State.BLOCK_MAPPING_KEY;
      this.empty(this.lastEnd);
      return;
    }
    const end = queue.ends[queue.head] ?? 0;
    queue.take();
    this.blockMappingContent(State.BLOCK_MAPPING_KEY, end);
  }

  /** What stands behind an indicator that ends at `end`, a key or a value. */
  private blockMappingContent(state: number, end: number): void {
    const next = this.scanner.peek();
    this.nodeOrEmpty(next === KEY || next === VALUE || next === BLOCK_END, state, end, true, true);
  }
}

import { newMapping } from "../mapping.ts";
import type { Path } from "../path.ts";
import { Builder } from "./builder.ts";
import { type EntryScanner, NEXT_KEY } from "./entry-scanner.ts";
import type { Anchor } from "./frame.ts";
import * as State from "./state.ts";
import {
  ALIAS,
  ANCHOR,
  BLOCK_ENTRY,
  BLOCK_MAPPING_START,
  BLOCK_SEQUENCE_START,
  FLOW_MAPPING_START,
  FLOW_SEQUENCE_START,
  PLAIN_SCALAR,
  QUOTED_SCALAR,
  TAG,
} from "./token.ts";

/** Decides which tag a handle and a suffix mean; undefined for a handle that no directive names. */
export type TagNames = (handle: string, suffix: string) => string | undefined;

/** Reads one node: its properties, and its content as far as the opening of a collection. */
export class NodeComposer extends Builder {
  protected readonly states: number[] = [];
  protected state: number = State.END;
  private readonly tagNames: TagNames;

  constructor(scanner: EntryScanner, tagNames: TagNames, record: boolean, along?: Path) {
    super(scanner, record, along);
    this.tagNames = tagNames;
  }

  protected node(block: boolean, indentless: boolean): void {
    const { scanner } = this;
    const { queue } = scanner;
    let kind = scanner.peek();
    let start = queue.starts[queue.head] ?? 0;
    if (kind === PLAIN_SCALAR || kind === QUOTED_SCALAR) {
      this.scalarNode(kind, start, "", undefined);
      return;
    }
    if (kind === ALIAS) {
      this.alias(queue.values[queue.head] ?? "");
      return;
    }
    this.nodeStart = start;
    let tag = "";
    let anchorName: string | undefined;
    let propertiesEnd = start;
    let tagged = false;
    for (let i = 0; i < 2; i++) {
      if (kind === ANCHOR && anchorName === undefined) anchorName = queue.values[queue.head] ?? "";
      else if (kind === TAG && !tagged) {
        tag = this.tagName();
        tagged = true;
      } else break;
      propertiesEnd = queue.ends[queue.head] ?? 0;
      queue.take();
      kind = scanner.peek();
    }
    const contentStart = queue.starts[queue.head] ?? 0;
    start = tagged ? this.nodeStart : contentStart;
    const anchor = anchorName === undefined ? undefined : this.newAnchor(anchorName);
    if (kind === PLAIN_SCALAR || kind === QUOTED_SCALAR) this.scalarNode(kind, start, tag, anchor);
    else if (indentless && kind === BLOCK_ENTRY)
      this.openSequence(State.INDENTLESS_SEQUENCE_ENTRY, start, anchor, false);
    else if (kind === FLOW_SEQUENCE_START) this.openSequence(State.FLOW_SEQUENCE_FIRST_ENTRY, start, anchor, true);
    else if (kind === FLOW_MAPPING_START) this.openMapping(State.FLOW_MAPPING_FIRST_KEY, start, anchor, true);
    else if (block && kind === BLOCK_SEQUENCE_START) this.openSequence(State.BLOCK_SEQUENCE_ENTRY, start, anchor, true);
    else if (block && kind === BLOCK_MAPPING_START) this.openMapping(State.BLOCK_MAPPING_KEY, start, anchor, true);
    else {
      if (anchorName === undefined && !tagged) this.fail("did not find expected node content", contentStart);
      // Properties without content: an empty scalar.
      this.state = this.states.pop() ?? State.END;
      this.scalar("", tag, tag === "", anchor, tagged ? this.nodeStart : propertiesEnd, propertiesEnd);
    }
  }

  private tagName(): string {
    const { queue } = this.scanner;
    const handle = queue.values[queue.head] ?? "";
    const suffix = queue.suffixes[queue.head] ?? "";
    const name = handle === "" ? suffix : this.tagNames(handle, suffix);
    if (name === undefined || (handle !== "" && name === "")) this.fail(`found undefined tag handle '${handle}'`);
    return name;
  }

  private scalarNode(kind: number, start: number, tag: string, anchor: Anchor | undefined): void {
    const { queue } = this.scanner;
    const value = queue.values[queue.head] ?? "";
    const end = queue.ends[queue.head] ?? 0;
    this.state = this.states.pop() ?? State.END;
    queue.take();
    this.scalar(value, tag, kind === PLAIN_SCALAR, anchor, start, end);
  }

  private alias(name: string): void {
    const { queue } = this.scanner;
    const start = queue.starts[queue.head] ?? 0;
    const end = queue.ends[queue.head] ?? 0;
    const anchor = this.anchors?.get(name);
    if (anchor === undefined) this.fail(`unknown anchor '${name}' referenced`, start);
    if (!anchor.complete) this.refuse(`anchor '${name}' value contains itself`, start);
    this.state = this.states.pop() ?? State.END;
    queue.take();
    this.decodes += 1 + anchor.decodes;
    this.aliasDecodes += anchor.decodes;
    this.checkAliases(start);
    this.lastEnd = end;
    const { scalar } = anchor;
    if (scalar !== undefined && this.isAtKey()) this.key(scalar.text, scalar.tag, scalar.plain, start, end, true);
    else {
      if (this.isRecorded()) this.leadsElsewhere = true;
      this.deliver(anchor.value, true, anchor.node, start);
    }
  }

  private openSequence(state: number, start: number, anchor: Anchor | undefined, takesToken: boolean): void {
    const { queue } = this.scanner;
    this.openList(state, start, queue.ends[queue.head] ?? 0, anchor);
    if (takesToken) queue.take();
  }

  /** `end` is that of the indicator it begins with. */
  protected openList(state: number, start: number, end: number, anchor: Anchor | undefined): void {
    const isRecorded = this.isRecorded();
    const frame = this.openFrame(undefined, [], anchor);
    if (isRecorded) frame.open = this.recorder?.open(start, false);
    this.lastEnd = end;
    this.state = state;
  }

  protected openMapping(state: number, start: number, anchor: Anchor | undefined, takesToken: boolean): void {
    const isRecorded = this.isRecorded();
    const frame = this.openFrame(newMapping(), undefined, anchor);
    if (isRecorded) frame.open = this.recorder?.open(start, true);
    if (takesToken) this.scanner.queue.take();
    this.state = state;
  }

  /** As {@link node} for a block mapping or sequence that the scanner found at its cursor, without tokens. */
  protected openBlock(kind: number): void {
    const { scanner } = this;
    const { pos } = scanner;
    this.nodeStart = pos;
    scanner.openBlock();
    if (kind === NEXT_KEY) this.openMapping(State.BLOCK_MAPPING_KEY, pos, undefined, false);
    else this.openList(State.BLOCK_SEQUENCE_ENTRY, pos, pos, undefined);
  }

  /** A sequence whose dashes stand below its key, which the scanner found without tokens. */
  protected openIndentless(): void {
    const { pos } = this.scanner;
    this.nodeStart = pos;
    this.openList(State.INDENTLESS_SEQUENCE_ENTRY, pos, pos + 1, undefined);
  }

  /** Opens a flow collection that the scanner read to its end without tokens: the state stays what it is. */
  protected openFlow(kind: number, start: number): void {
    const { state } = this;
    this.nodeStart = start;
    if (kind === FLOW_MAPPING_START) this.openMapping(state, start, undefined, false);
    else this.openList(state, start, start + 1, undefined);
  }

  protected popState(): void {
    this.state = this.states.pop() ?? State.END;
  }

  /** Goes on in `state` once the node is read that comes next; where none does, with an empty scalar at `end`. */
  protected nodeOrEmpty(isEmpty: boolean, state: number, end: number, block: boolean, indentless: boolean): void {
    if (isEmpty) {
      this.state = state;
      this.empty(end);
    } else {
      this.states.push(state);
      this.node(block, indentless);
    }
  }

  protected empty(at: number): void {
    this.scalar("", "", true, undefined, at, at);
  }
}

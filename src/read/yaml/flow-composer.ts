import { NodeComposer } from "./node-composer.ts";
import * as State from "./state.ts";
import { FLOW_ENTRY, FLOW_MAPPING_END, FLOW_SEQUENCE_END, KEY, VALUE } from "./token.ts";

/** The states of libyaml's parser (parserc.go) inside flow collections. */
export class FlowComposer extends NodeComposer {
  protected flowSequenceEntry(first: boolean): void {
    const { queue } = this.scanner;
    const kind = this.flowEntry(first, FLOW_SEQUENCE_END, "']'");
    if (kind === KEY) {
      // A single pair: [a: b].
      const start = queue.starts[queue.head] ?? 0;
      this.openMapping(State.FLOW_PAIR_KEY, start, undefined, true);
    } else if (kind !== FLOW_SEQUENCE_END) {
      this.states.push(State.FLOW_SEQUENCE_ENTRY);
      this.node(false, false);
    } else this.closeFlow();
  }

  /** The kind of the token with which the next entry begins, behind a comma but for the first, or that of the end. */
  private flowEntry(first: boolean, end: number, closing: string): number {
    const { scanner } = this;
    const kind = scanner.peek();
    if (kind === end || first) return kind;
    if (kind !== FLOW_ENTRY) this.fail(`did not find expected ',' or ${closing}`);
    scanner.queue.take();
    return scanner.peek();
  }

  private closeFlow(): void {
    const { queue } = this.scanner;
    const end = queue.ends[queue.head] ?? 0;
    queue.take();
    this.popState();
    this.closeCollection(end);
  }

  protected flowPairKey(): void {
    const { scanner } = this;
    const kind = scanner.peek();
    const isEmpty = kind === VALUE || kind === FLOW_ENTRY || kind === FLOW_SEQUENCE_END;
    const end = scanner.queue.ends[scanner.queue.head] ?? 0;
    // libyaml takes the token away here, whatever it is (yaml_parser_parse_flow_sequence_entry_mapping_key).
    if (isEmpty) scanner.queue.take();
    this.nodeOrEmpty(isEmpty, State.FLOW_PAIR_VALUE, end, false, false);
  }

  protected flowPairValue(): void {
    this.flowValue(State.FLOW_PAIR_END, FLOW_SEQUENCE_END);
  }

  protected flowMappingKey(first: boolean): void {
    const { scanner } = this;
    const { queue } = scanner;
    const kind = this.flowEntry(first, FLOW_MAPPING_END, "'}'");
    if (kind === KEY) {
      const end = queue.ends[queue.head] ?? 0;
      queue.take();
      const next = scanner.peek();
      const isEmpty = next === VALUE || next === FLOW_ENTRY || next === FLOW_MAPPING_END;
      this.nodeOrEmpty(isEmpty, State.FLOW_MAPPING_VALUE, end, false, false);
    } else if (kind !== FLOW_MAPPING_END) {
      this.states.push(State.FLOW_MAPPING_EMPTY_VALUE);
      this.node(false, false);
    } else this.closeFlow();
  }

  protected flowMappingValue(): void {
    this.flowValue(State.FLOW_MAPPING_KEY, FLOW_MAPPING_END);
  }

  /** A value with its colon, or an empty one where there is none; `end` is what ends the collection. */
  private flowValue(state: number, end: number): void {
    const { scanner } = this;
    let isEmpty = scanner.peek() !== VALUE;
    if (!isEmpty) {
      this.lastEnd = scanner.queue.ends[scanner.queue.head] ?? 0;
      scanner.queue.take();
      const next = scanner.peek();
      isEmpty = next === FLOW_ENTRY || next === end;
    }
    this.nodeOrEmpty(isEmpty, state, this.lastEnd, false, false);
  }
}

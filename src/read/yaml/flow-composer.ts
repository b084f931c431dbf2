import { NodeComposer } from "./node-composer.ts";
import * as State from "./state.ts";
import { FLOW_ENTRY, FLOW_MAPPING_END, FLOW_SEQUENCE_END, KEY, VALUE } from "./token.ts";

/** The states of libyaml's parser (parserc.go) inside flow collections. */
export class FlowComposer extends NodeComposer {
  protected flowSequenceEntry(first: boolean): void {
    const { scanner } = this;
    const { queue } = scanner;
    let kind = scanner.peek();
    if (kind !== FLOW_SEQUENCE_END && !first) {
      if (kind !== FLOW_ENTRY) this.fail("did not find expected ',' or ']'");
      queue.take();
      kind = scanner.peek();
    }
    if (kind === KEY) {
      // A single pair: [a: b].
      const start = queue.starts[queue.head] ?? 0;
      this.openMapping(State.FLOW_PAIR_KEY, start, undefined, true);
    } else if (kind !== FLOW_SEQUENCE_END) {
      this.states.push(State.FLOW_SEQUENCE_ENTRY);
      this.node(false, false);
    } else this.closeFlow();
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
    if (kind !== VALUE && kind !== FLOW_ENTRY && kind !== FLOW_SEQUENCE_END) {
      this.states.push(State.FLOW_PAIR_VALUE);
      this.node(false, false);
      return;
    }
    // libyaml takes the token away here, whatever it is (yaml_parser_parse_flow_sequence_entry_mapping_key).
    const end = scanner.queue.ends[scanner.queue.head] ?? 0;
    scanner.queue.take();
    this.state = State.FLOW_PAIR_VALUE;
    this.empty(end);
  }

  protected flowPairValue(): void {
    const { scanner } = this;
    if (scanner.peek() === VALUE) {
      this.lastEnd = scanner.queue.ends[scanner.queue.head] ?? 0;
      scanner.queue.take();
      const next = scanner.peek();
      if (next !== FLOW_ENTRY && next !== FLOW_SEQUENCE_END) {
        this.states.push(State.FLOW_PAIR_END);
        this.node(false, false);
        return;
      }
    }
    this.state = State.FLOW_PAIR_END;
    this.empty(this.lastEnd);
  }

  protected flowMappingKey(first: boolean): void {
    const { scanner } = this;
    const { queue } = scanner;
    let kind = scanner.peek();
    if (kind !== FLOW_MAPPING_END && !first) {
      if (kind !== FLOW_ENTRY) this.fail("did not find expected ',' or '}'");
      queue.take();
      kind = scanner.peek();
    }
    if (kind === KEY) {
      const end = queue.ends[queue.head] ?? 0;
      queue.take();
      const next = scanner.peek();
      if (next !== VALUE && next !== FLOW_ENTRY && next !== FLOW_MAPPING_END) {
        this.states.push(State.FLOW_MAPPING_VALUE);
        this.node(false, false);
      } else {
        this.state = State.FLOW_MAPPING_VALUE;
        this.empty(end);
      }
    } else if (kind !== FLOW_MAPPING_END) {
      this.states.push(State.FLOW_MAPPING_EMPTY_VALUE);
      this.node(false, false);
    } else this.closeFlow();
  }

  protected flowMappingValue(): void {
    const { scanner } = this;
    if (scanner.peek() === VALUE) {
      this.lastEnd = scanner.queue.ends[scanner.queue.head] ?? 0;
      scanner.queue.take();
      const next = scanner.peek();
      if (next !== FLOW_ENTRY && next !== FLOW_MAPPING_END) {
        this.states.push(State.FLOW_MAPPING_KEY);
        this.node(false, false);
        return;
      }
    }
    this.state = State.FLOW_MAPPING_KEY;
    this.empty(this.lastEnd);
  }
}

import type { EntryScanner } from "./entry-scanner.ts";
import { YamlError } from "./error.ts";
import type { Anchor } from "./frame.ts";
import { NOWHERE } from "./places.ts";

/** What anchors name, how much aliases bring of it, and what go-yaml's decoder refuses of all this (decode.go). */
export class Anchors {
  readonly scanner: EntryScanner;
  /** The first thing that go-yaml's decoder refuses: it sees the text only once the parser found all of it to be YAML. */
  refusal: YamlError | undefined;
  protected anchors: Map<string, Anchor> | undefined;
  /** How many values were decoded, and how many of them aliases brought. */
  protected decodes = 1;
  protected aliasDecodes = 0;

  constructor(scanner: EntryScanner) {
    this.scanner = scanner;
  }

  get hasAliases(): boolean {
    return this.aliasDecodes > 0;
  }

  protected newAnchor(name: string): Anchor {
    const anchor: Anchor = { complete: false, value: null, decodes: 0, scalar: undefined, node: NOWHERE };
    this.anchors ??= new Map();
    this.anchors.set(name, anchor);
    return anchor;
  }

  protected countNode(at: number): void {
    this.decodes++;
    if (this.aliasDecodes > 100) this.checkAliases(at);
  }

  /**
   * go-yaml's guard against alias bombs (decode.go: allowedAliasRatio): of up to 400,000 values 99 % may come from
   * aliases, of 4,000,000 and more 10 %.
   */
  protected checkAliases(at: number): void {
    const { decodes, aliasDecodes } = this;
    if (aliasDecodes <= 100 || decodes <= 1000) return;
    const share = Math.min(Math.max((decodes - 400_000) / 3_600_000, 0), 1);
    if (aliasDecodes / decodes > 0.99 - 0.89 * share) this.fail("document contains excessive aliasing", at);
  }

  protected refuse(message: string, at: number): void {
    this.refusal ??= new YamlError(message, at, this.scanner.pos);
  }

  protected fail(message: string, at?: number): never {
    const { queue } = this.scanner;
    return this.scanner.fail(message, at ?? queue.starts[queue.head] ?? this.scanner.pos);
  }
}

import { Integers } from "../integers.ts";
import { entryLength, MAPPING, Places, SCALAR, SEQUENCE } from "./places.ts";

/** A mapping or a sequence that is being read: where its entries or items begin among those of all that are. */
export interface OpenPlace {
  readonly start: number;
  readonly isMapping: boolean;
  readonly from: number;
  readonly keysFrom: number;
  /** Where each key stands among its entries; made once a key comes again. */
  again: Map<string, number> | undefined;
}

/**
 * Notes where everything stands while a text is read. What is in a collection ends before it does: until then its entries or
 * items are kept on a stack.
 */
export class PlaceRecorder {
  /** What was noted until now. */
  readonly places: Places;
  readonly #nodes = new Integers();
  readonly #keys: string[] = [];
  readonly #open = new Integers();
  readonly #openKeys: string[] = [];

  constructor() {
    this.places = new Places(this.#nodes, this.#keys);
  }

  /** All that was noted, once nothing comes any more: in no more memory than it needs. */
  finished(): Places {
    return new Places(this.#nodes.trimmed(), this.#keys.slice());
  }

  scalar(start: number, end: number): number {
    const node = this.#nodes.length;
    this.#head(start, end, SCALAR);
    return node;
  }

  open(start: number, isMapping: boolean): OpenPlace {
    return { start, isMapping, from: this.#open.length, keysFrom: this.#openKeys.length, again: undefined };
  }

  /** Of equal keys the one counts that is entered last, in the place of the first. */
  enter(open: OpenPlace, key: string, keyStart: number, keyEnd: number, value: number, isAgain: boolean): void {
    const held = isAgain ? this.#heldBy(open, key) : undefined;
    const at = held ?? this.#open.length;
    this.#open.set(at, keyStart);
    this.#open.set(at + 1, keyEnd);
    this.#open.set(at + 2, value);
    if (held !== undefined) return;
    this.#openKeys.push(key);
    open.again?.set(key, at);
  }

  /** The range of a key that was entered into what is still open; undefined where it was not. */
  entered(open: OpenPlace, key: string): { readonly start: number; readonly end: number } | undefined {
    const at = this.#heldBy(open, key);
    return at === undefined ? undefined : { start: this.#open.get(at), end: this.#open.get(at + 1) };
  }

  /** The next item, or {@link NOWHERE} where that is not recorded. */
  add(item: number): void {
    this.#open.set(this.#open.length, item);
  }

  /** Gives the node of what was open, in which nothing else is. */
  close({ start, isMapping, from, keysFrom }: OpenPlace, end: number): number {
    const node = this.#nodes.length;
    const { length } = this.#open;
    this.#head(start, end, isMapping ? MAPPING : SEQUENCE);
    this.#nodes.push(isMapping ? this.#openKeys.length - keysFrom : length - from);
    if (isMapping) this.#nodes.push(this.#keys.length);
    for (let at = from; at < length; at++) this.#nodes.push(this.#open.get(at));
    for (let at = keysFrom; at < this.#openKeys.length; at++) this.#keys.push(this.#openKeys[at] ?? "");
    this.#open.truncate(from);
    this.#openKeys.length = keysFrom;
    return node;
  }

  #head(start: number, end: number, kind: number): void {
    this.#nodes.push(start);
    this.#nodes.push(end);
    this.#nodes.push(kind);
  }

  #heldBy(open: OpenPlace, key: string): number | undefined {
    if (open.again === undefined) {
      open.again = new Map();
      for (let at = open.keysFrom; at < this.#openKeys.length; at++)
        open.again.set(this.#openKeys[at] ?? "", open.from + entryLength * (at - open.keysFrom));
    }
    return open.again.get(key);
  }
}

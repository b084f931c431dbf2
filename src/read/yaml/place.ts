import { NOWHERE, type Places } from "./places.ts";

/** Where a value stands in a text, and where the values inside it do. Offsets are UTF-16 units from the text's start. */
export class Place {
  readonly #places: Places;
  /** Two places of one text with the same node are one, however often aliases repeat it. */
  readonly node: number;

  constructor(places: Places, node: number) {
    this.#places = places;
    this.node = node;
  }

  /** The place of a node; undefined for what stands nowhere. */
  static of(places: Places, node: number): Place | undefined {
    return node === NOWHERE ? undefined : new Place(places, node);
  }

  get start(): number {
    return this.#places.start(this.node);
  }

  /** Exclusive. */
  get end(): number {
    return this.#places.end(this.node);
  }

  get isMapping(): boolean {
    return this.#places.isMapping(this.node);
  }

  get isSequence(): boolean {
    return this.#places.isSequence(this.node);
  }

  get isScalar(): boolean {
    return !(this.isMapping || this.isSequence);
  }

  /** How many entries or items it has. */
  get size(): number {
    return this.#places.size(this.node);
  }

  /** Of a mapping's key; undefined where it is none, or has no such key. */
  entry(key: string): Entry | undefined {
    const entry = this.#places.find(this.node, key);
    return entry < 0 ? undefined : this.#entryAt(entry);
  }

  /** Of a sequence; undefined where it is none, or has no such item. */
  item(index: number): Place | undefined {
    return Place.of(this.#places, this.#places.item(this.node, index));
  }

  /** Of a mapping: in order; of equal keys the one whose value counts. */
  *entries(): Generator<Entry> {
    if (!this.isMapping) return;
    const { size } = this;
    for (let entry = 0; entry < size; entry++) yield this.#entryAt(entry);
  }

  /** Of a sequence: those that were recorded. */
  *items(): Generator<Place> {
    if (!this.isSequence) return;
    const { size } = this;
    for (let index = 0; index < size; index++) {
      const item = this.item(index);
      if (item !== undefined) yield item;
    }
  }

  /** The value of a key, or an item; undefined where there is none. */
  below(step: string | number): Place | undefined {
    return typeof step === "number" ? this.item(step) : this.entry(step)?.value;
  }

  #entryAt(entry: number): Entry {
    const places = this.#places;
    return {
      key: places.key(this.node, entry),
      keyStart: places.keyStart(this.node, entry),
      keyEnd: places.keyEnd(this.node, entry),
      value: new Place(places, places.value(this.node, entry)),
    };
  }
}

export interface Entry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: Place;
}

/** A key that stands twice in one mapping, with the range of each. */
export interface Duplicate {
  readonly path: readonly (string | number)[];
  readonly first: { readonly start: number; readonly end: number };
  readonly again: { readonly start: number; readonly end: number };
}

/** So many keys that stand twice are told of one text, more than anybody mends: each takes a hundred times its characters. */
export const mostDuplicates = 10_000;

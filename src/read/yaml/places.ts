import type { Integers } from "../integers.ts";

/** A node's start, its end, and what it is. */
export const headLength = 3;
/** Of a mapping's entry: the range of its key, and the node of its value. */
export const entryLength = 3;
/** Keys of a mapping with fewer entries are compared one by one, and those of a larger one the first times that it is asked. */
const fewEntries = 16;
const mostScans = 32;

/**
 * Where everything stands in one document's text, as integers one behind another: an object for each scalar of a long text
 * would take thirteen times its memory. A node is known by where it begins among them. That of a scalar is its start and end;
 * a collection's is followed by how many entries or items it has, and these.
 */
export class Places {
  readonly #nodes: Integers;
  /** The keys of all mappings, those of one behind another. */
  readonly #keys: readonly string[];
  #scans: Map<number, number | ReadonlyMap<string, number>> | undefined;

  constructor(nodes: Integers, keys: readonly string[]) {
    this.#nodes = nodes;
    this.#keys = keys;
  }

  start(node: number): number {
    return this.#nodes.get(node);
  }

  end(node: number): number {
    return this.#nodes.get(node + 1);
  }

  isMapping(node: number): boolean {
    return this.#nodes.get(node + 2) === MAPPING;
  }

  isSequence(node: number): boolean {
    return this.#nodes.get(node + 2) === SEQUENCE;
  }

  /** How many entries or items a node has. */
  size(node: number): number {
    return this.#nodes.get(node + 2) === SCALAR ? 0 : this.#nodes.get(node + headLength);
  }

  /** The node of an item; {@link NOWHERE} where there is none, or none that was recorded. */
  item(node: number, index: number): number {
    if (!this.isSequence(node) || index < 0 || index >= this.size(node)) return NOWHERE;
    return this.#nodes.get(node + headLength + 1 + index);
  }

  /** Which of a mapping's entries has a key; -1 for none. */
  find(node: number, key: string): number {
    if (!this.isMapping(node)) return -1;
    if (this.size(node) <= fewEntries) return this.#scan(node, key);
    this.#scans ??= new Map();
    const known = this.#scans.get(node) ?? 0;
    if (typeof known !== "number") return known.get(key) ?? -1;
    this.#scans.set(node, known < mostScans ? known + 1 : this.#indexOf(node));
    return this.#scan(node, key);
  }

  key(node: number, entry: number): string {
    return this.#keys[this.#keysOf(node) + entry] ?? "";
  }

  keyStart(node: number, entry: number): number {
    return this.#nodes.get(this.#entry(node, entry));
  }

  keyEnd(node: number, entry: number): number {
    return this.#nodes.get(this.#entry(node, entry) + 1);
  }

  value(node: number, entry: number): number {
    return this.#nodes.get(this.#entry(node, entry) + 2);
  }

  #entry(node: number, entry: number): number {
    return node + headLength + 2 + entryLength * entry;
  }

  #keysOf(node: number): number {
    return this.#nodes.get(node + headLength + 1);
  }

  #scan(node: number, key: string): number {
    const from = this.#keysOf(node);
    const size = this.size(node);
    for (let entry = 0; entry < size; entry++) if (this.#keys[from + entry] === key) return entry;
    return -1;
  }

  #indexOf(node: number): ReadonlyMap<string, number> {
    const index = new Map<string, number>();
    const size = this.size(node);
    for (let entry = 0; entry < size; entry++) index.set(this.key(node, entry), entry);
    return index;
  }
}

/** What stands nowhere in the text, or was not recorded. */
export const NOWHERE = -1;

export const SCALAR = 0;
export const MAPPING = 1;
export const SEQUENCE = 2;

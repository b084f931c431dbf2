import { type KnowsAbsent, ValueEntries } from "../container-origins.ts";
import type { MapEntry } from "../value.ts";

/** Which of the values templates look at: what they do not, no change of it can change what they print. */
export class ValueReads {
  readonly #keys = new Map<string, Set<string>>();
  /** Tables that were looked at as a whole: run through, or asked for their size. */
  readonly #whole = new Set<string>();
  #hasBegun = false;

  /** The entries of a table at a path from the root of all values. */
  entriesAt(path: readonly (string | number)[], of: KnowsAbsent): ValueEntries {
    return new WatchedEntries(this, JSON.stringify(path), of);
  }

  /** The values are put together; what is looked at from now on, templates look at. */
  begin(): void {
    this.#hasBegun = true;
  }

  note(table: string, key?: string): void {
    if (!this.#hasBegun) return;
    if (key === undefined) this.#whole.add(table);
    else this.#keys.set(table, (this.#keys.get(table) ?? new Set()).add(key));
  }

  /** Whether the value at a path was looked at, for all that is known: nobody notes what is taken from a list. */
  isRead(path: readonly (string | number)[]): boolean {
    for (const [index, step] of path.entries()) {
      if (typeof step === "number") return true;
      const table = JSON.stringify(path.slice(0, index));
      if (!this.#whole.has(table) && this.#keys.get(table)?.has(step) !== true) return false;
    }
    return true;
  }
}

class WatchedEntries extends ValueEntries {
  readonly #reads: ValueReads;
  readonly #table: string;

  constructor(reads: ValueReads, table: string, of: KnowsAbsent) {
    super(of);
    this.#reads = reads;
    this.#table = table;
  }

  override get(key: string): MapEntry | undefined {
    this.#reads.note(this.#table, key);
    return super.get(key);
  }

  override has(key: string): boolean {
    this.#reads.note(this.#table, key);
    return super.has(key);
  }

  override get size(): number {
    this.#reads.note(this.#table);
    return super.size;
  }

  override entries(): MapIterator<[string, MapEntry]> {
    this.#reads.note(this.#table);
    return super.entries();
  }

  override keys(): MapIterator<string> {
    this.#reads.note(this.#table);
    return super.keys();
  }

  override values(): MapIterator<MapEntry> {
    this.#reads.note(this.#table);
    return super.values();
  }

  override forEach(callback: (value: MapEntry, key: string, map: Map<string, MapEntry>) => void): void {
    this.#reads.note(this.#table);
    super.forEach(callback);
  }

  override [Symbol.iterator](): MapIterator<[string, MapEntry]> {
    this.#reads.note(this.#table);
    return super[Symbol.iterator]();
  }
}

/** So many stand together, 64 KB: what grows is never copied as a whole, and what is given back is no more than that. */
const bits = 14;
const length = 1 << bits;
const mask = length - 1;

/** A list of integers of 32 bits that may be long: the first ones, which are all of most lists, in an array as it grows. */
export class Integers {
  #length = 0;
  readonly #parts: (number[] | Int32Array)[];

  constructor(parts: (number[] | Int32Array)[] = [[]]) {
    this.#parts = parts;
  }

  get length(): number {
    return this.#length;
  }

  get(at: number): number {
    return this.#parts[at >> bits]?.[at & mask] ?? 0;
  }

  /** At the end at most, where the list becomes one longer. */
  set(at: number, value: number): void {
    let part = this.#parts[at >> bits];
    if (part === undefined) {
      part = new Int32Array(length);
      this.#parts.push(part);
    }
    part[at & mask] = value;
    if (at >= this.#length) this.#length = at + 1;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  truncate(to: number): void {
    this.#length = to;
    this.#parts.length = (to >> bits) + 1;
  }

  /** The same list, which is not added to any more: V8 makes room in an array for more than is in it. */
  trimmed(): Integers {
    const [first, ...others] = this.#parts;
    const list = new Integers([first?.slice(0, this.#length) ?? [], ...others]);
    list.#length = this.#length;
    return list;
  }
}

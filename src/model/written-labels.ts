/**
 * The entries of a mapping whose value is a string, as label maps are: of thousands of pods each would else hold a map of
 * its own beside what it was read from.
 */
export class WrittenLabels implements ReadonlyMap<string, string> {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields;
  }

  get(key: string): string | undefined {
    const value = Object.hasOwn(this.#fields, key) ? this.#fields[key] : undefined;
    return typeof value === "string" ? value : undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  get size(): number {
    return this.#entries().length;
  }

  entries(): MapIterator<[string, string]> {
    return this.#entries().values();
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.entries();
  }

  keys(): MapIterator<string> {
    return this.#entries()
      .map(([key]) => key)
      .values();
  }

  values(): MapIterator<string> {
    return this.#entries()
      .map(([, value]) => value)
      .values();
  }

  forEach(callback: (value: string, key: string, map: ReadonlyMap<string, string>) => void): void {
    for (const [key, value] of this.#entries()) callback(value, key, this);
  }

  #entries(): [string, string][] {
    return Object.entries(this.#fields).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  }
}

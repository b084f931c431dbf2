import { nil, type Value } from "../value.ts";

/** The variables of one execution, innermost last. `$` is the first. */
export class Variables {
  readonly #names: string[];
  readonly #values: Value[];
  /** Those that hold elements of a `range` over values of any type. */
  readonly #elements = new Set<number>();

  constructor(dollar: Value) {
    this.#names = ["$"];
    this.#values = [dollar];
  }

  /** What {@link pop} takes the variables back to. */
  get mark(): number {
    return this.#names.length;
  }

  pop(mark: number): void {
    for (let at = this.#names.length - 1; at >= mark && this.#elements.size > 0; at--) this.#elements.delete(at);
    this.#names.length = mark;
    this.#values.length = mark;
  }

  declare(name: string, value: Value): void {
    this.#names.push(name);
    this.#values.push(value);
  }

  /** False where there is no such variable. */
  assign(name: string, value: Value): boolean {
    const at = this.#names.lastIndexOf(name);
    if (at < 0) return false;
    this.#values[at] = value;
    this.#elements.delete(at);
    return true;
  }

  /** Changes the variable declared last (1), or the one before it (2). */
  setTop(fromTop: 1 | 2, value: Value, isElement = false): void {
    const at = this.#values.length - fromTop;
    this.#values[at] = value;
    if (isElement) this.#elements.add(at);
  }

  isElement(name: string): boolean {
    return this.#elements.has(this.#names.lastIndexOf(name));
  }

  get(name: string): Value | undefined {
    const at = this.#names.lastIndexOf(name);
    return at < 0 ? undefined : (this.#values[at] ?? nil);
  }
}

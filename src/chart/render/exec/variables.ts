import { nil, type Value } from "../value.ts";

/** The variables of one execution, innermost last. `$` is the first. */
export class Variables {
  readonly #names: string[];
  readonly #values: Value[];

  constructor(dollar: Value) {
    this.#names = ["$"];
    this.#values = [dollar];
  }

  /** What {@link pop} takes the variables back to. */
  get mark(): number {
    return this.#names.length;
  }

  pop(mark: number): void {
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
    return true;
  }

  /** Changes the variable declared last (1), or the one before it (2). */
  setTop(fromTop: 1 | 2, value: Value): void {
    this.#values[this.#values.length - fromTop] = value;
  }

  get(name: string): Value | undefined {
    const at = this.#names.lastIndexOf(name);
    return at < 0 ? undefined : (this.#values[at] ?? nil);
  }
}

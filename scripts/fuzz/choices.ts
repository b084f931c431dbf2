import fc from "fast-check";

/**
 * What a maker asks whenever it could go on in several ways. The answers are numbers that were drawn beforehand, so that
 * a smaller list of smaller numbers makes a smaller thing; once they are used up the first way is taken.
 */
export class Choices {
  readonly #numbers: readonly number[];
  readonly #caution: number;
  #at = 0;

  /** The first number says how cautious they are: most of what is made has few odd things in it, or everything would fail early. */
  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
    this.#caution = [64, 64, 32, 16, 8, 1][this.below(6)] ?? 1;
  }

  /** From 0, below `end`. */
  below(end: number): number {
    return (this.#numbers[this.#at++] ?? 0) % end;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** True once in `times`; never, when the numbers are used up. */
  once(times: number): boolean {
    return this.below(times) === times - 1;
  }

  /** Whether something odd stands here: once in `times` where they are bold, seldom where they are cautious. */
  odd(times: number): boolean {
    return this.once(times * this.#caution);
  }

  /** Up to `most` of what is made. */
  several<T>(most: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.below(most + 1) }, (_, index) => make(index));
  }
}

/** Something made of choices, so many of them at most. */
export const made = <T>(make: (choices: Choices) => T, most = 300): fc.Arbitrary<T> =>
  fc.array(fc.nat(0xffff), { maxLength: most, size: "max" }).map((numbers) => make(new Choices(numbers)));

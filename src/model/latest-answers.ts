/**
 * Answers about objects, those about the latest ones alone: of thousands of sets that are asked about one after another,
 * an answer may be as large as the set. What is gone is worked out again.
 */
export class LatestAnswers<Key extends object, Answer> {
  readonly #most: number;
  #latest = new WeakMap<Key, Answer>();
  #before = new WeakMap<Key, Answer>();
  #count = 0;

  /** At least `most` answers are kept, and at most twice as many. */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: Key): Answer | undefined {
    return this.#latest.get(key) ?? this.#before.get(key);
  }

  set(key: Key, answer: Answer): void {
    if (this.#count === this.#most) {
      this.#before = this.#latest;
      this.#latest = new WeakMap();
      this.#count = 0;
    }
    if (!this.#latest.has(key)) this.#count++;
    this.#latest.set(key, answer);
  }
}

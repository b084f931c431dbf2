/**
 * Answers about objects, those about the latest ones alone: of thousands of sets that are asked about one after another,
 * an answer may be as large as the set. What is gone is worked out again.
 */
export class LatestAnswers<Key extends object, Answer> {
  static readonly #ofAll: LatestAnswers<object, unknown>[] = [];
  readonly #most: number;
  #latest = new WeakMap<Key, Answer>();
  #before = new WeakMap<Key, Answer>();
  #count = 0;

  /** Answers that a module keeps for all who ask it. */
  static ofAll<Key extends object, Answer>(most: number): LatestAnswers<Key, Answer> {
    const answers = new LatestAnswers<Key, Answer>(most);
    LatestAnswers.#ofAll.push(answers as unknown as LatestAnswers<object, unknown>);
    return answers;
  }

  /** Lets go what modules keep: what is asked about was large, and was asked about for the last time. */
  static letGo(): void {
    for (const answers of LatestAnswers.#ofAll) answers.#letGo();
  }

  /** At least `most` answers are kept, and at most twice as many. */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: Key): Answer | undefined {
    return this.#latest.get(key) ?? this.#before.get(key);
  }

  #letGo(): void {
    this.#latest = new WeakMap();
    this.#before = new WeakMap();
    this.#count = 0;
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

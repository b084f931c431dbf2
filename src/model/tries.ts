/**
 * Thrown at whoever asks who selects whom, once a release has had too many selectors tried on too many pods: what it asks
 * stays unknown. The engine gives up that question, and says so.
 */
export class TooManyToTry extends Error {
  override readonly name = "TooManyToTry";
}

/** Far more than charts and fleets need; what comes to it holds hundreds of selectors that each may fit thousands of sets. */
const most = 5_000_000;
const mostPerDocument = 200;

/**
 * How often selectors are tried on pods in one release: where neither can be looked up, that is a product of the two. It
 * grows with the documents, so that time does not grow with their square.
 */
export class Tries {
  #left: number;
  #tooMany: TooManyToTry | undefined;

  constructor(documents: number) {
    this.#left = most + mostPerDocument * documents;
  }

  /** Notes that so many are about to be tried; throws {@link TooManyToTry} where they, or those before, are too many. */
  spend(count: number): void {
    if (count === 0) return;
    if (this.#tooMany !== undefined) throw this.#tooMany;
    this.#left -= count;
    if (this.#left >= 0) return;
    // One for all who ask: there may be millions.
    this.#tooMany = new TooManyToTry("more selectors and pods than are tried on each other");
    throw this.#tooMany;
  }
}

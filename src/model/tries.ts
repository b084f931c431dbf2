/**
 * Thrown at a rule that asks who belongs to whom, once too much was tried in a release: what it asks stays unknown. The engine
 * gives up that question, and says so; whoever is no rule, as a plan, asks nothing that throws it.
 */
export class TooManyToTry extends Error {
  override readonly name = "TooManyToTry";
}

/**
 * In requirements of selectors, and in resources where there are none. Far more than charts and fleets need: what comes to it
 * holds hundreds of selectors that each may fit thousands of sets.
 */
const most = 5_000_000;
const mostPerDocument = 200;

/**
 * How often resources of one release are tried on each other, as selectors are on pods: where neither can be looked up, that
 * is a product of the two. It grows with the documents, so that time does not grow with their square.
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
    this.#tooMany = new TooManyToTry("more resources than are tried on each other");
    throw this.#tooMany;
  }
}

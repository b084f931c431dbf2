/** Characters that the proofs of one run may render and lint, together; of a long chart some proofs are made all the same. */
const mostProven = 10_000_000;
const fewestProofs = 16;

/** Why a change is left that no proof is made for any more. */
export const anotherRun = "more fixes than one run places: run it again";

/** How many proofs a run makes: each renders the chart, and lints it, with every combination of values. */
export class Proofs {
  #left: number;

  /** `characters`: what all combinations render to, together. */
  constructor(characters: number) {
    this.#left = Math.max(fewestProofs, Math.floor(mostProven / Math.max(1, characters)));
  }

  /** Whether none is left to be made. */
  get areMade(): boolean {
    return this.#left === 0;
  }

  take(): void {
    this.#left--;
  }
}

/**
 * Places changes in their order: all at once where that is proved, else each half by itself. `place` keeps what it is
 * given, or says why not; `left` is told of each that cannot be placed alone. Changes of which few are refused so cost
 * few proofs, where one after another costs one each.
 */
export function placeInHalves<Change>(
  changes: readonly Change[],
  place: (some: readonly Change[]) => string | undefined,
  left: (change: Change, why: string) => void,
): void {
  const [first] = changes;
  if (first === undefined) return;
  const why = place(changes);
  if (why === undefined) return;
  if (changes.length === 1) left(first, why);
  else {
    const half = Math.ceil(changes.length / 2);
    placeInHalves(changes.slice(0, half), place, left);
    placeInHalves(changes.slice(half), place, left);
  }
}

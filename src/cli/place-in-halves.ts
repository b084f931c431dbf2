/** Characters that the proofs of one run may render and lint, together; of a long chart some proofs are made all the same. */
const mostProven = 50_000_000;
const fewestProofs = 64;

/** Why a change is left that no proof is made for any more. */
export const anotherRun = "more fixes than one run places: run it again";

/** How much a run proves: each proof renders the chart, and lints it, with every combination of values. */
export class Proofs {
  readonly #each: number;
  #left: number;

  /** `characters`: what all combinations render to, together. */
  constructor(characters: number) {
    this.#each = Math.max(1, characters);
    this.#left = Math.max(mostProven, fewestProofs * this.#each);
  }

  /** Whether none is left to be made. */
  get areMade(): boolean {
    return this.#left <= 0;
  }

  /** Counts a proof, or so many characters that were looked at before one. */
  take(characters = this.#each): void {
    this.#left -= characters;
  }
}

/**
 * Places changes: all at once where that is proved, else each half by itself, the larger groups first, so that what is
 * refused is tried one by one when all else was placed. `place` keeps what it is given, or says why not; `left` is told of
 * each that cannot be placed alone. Changes of which few are refused so cost few proofs, where one after another costs one
 * each.
 */
export function placeInHalves<Change>(
  changes: readonly Change[],
  place: (some: readonly Change[]) => string | undefined,
  left: (change: Change, why: string) => void,
): void {
  const groups: (readonly Change[])[] = [changes];
  // Grows while it is walked.
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const why = place(group);
    if (why === undefined) continue;
    const half = Math.ceil(group.length / 2);
    if (group.length === 1) left(first, why);
    else groups.push(group.slice(0, half), group.slice(half));
  }
}

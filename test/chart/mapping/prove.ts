/**
 * Tries all at once: where that holds, it holds for each, and where it does not, halves are tried until single ones are
 * left. `why` tells what is wrong with some of them taken together; undefined where nothing is.
 */
export function proveEach<T>(
  all: readonly T[],
  why: (some: readonly T[]) => string | undefined,
  proved: (one: T) => void,
  failed: (one: T, reason: string) => void,
): void {
  if (all.length === 0) return;
  const reason = why(all);
  const [only] = all;
  if (reason === undefined) for (const one of all) proved(one);
  else if (all.length === 1 && only !== undefined) failed(only, reason);
  else {
    const half = all.length >> 1;
    proveEach(all.slice(0, half), why, proved, failed);
    proveEach(all.slice(half), why, proved, failed);
  }
}

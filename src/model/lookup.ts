/**
 * The answer to "which one is it?". What is not in the input may exist in the cluster, and where several fit nobody
 * can tell which: neither is ever a finding by itself.
 */
export type Lookup<T> =
  | { readonly state: "found"; readonly it: T }
  | { readonly state: "not-in-input" }
  | { readonly state: "ambiguous"; readonly candidates: readonly T[] };

export function lookup<T>(candidates: readonly T[]): Lookup<T> {
  const [first] = candidates;
  if (first === undefined) return { state: "not-in-input" };
  return candidates.length === 1 ? { state: "found", it: first } : { state: "ambiguous", candidates };
}

/** The one that was found, or undefined. */
export function found<T>(answer: Lookup<T>): T | undefined {
  return answer.state === "found" ? answer.it : undefined;
}

import type { Problem, ProblemKind } from "./problem.ts";

/** So many problems of one kind are listed, more than anybody reads; further ones are counted. */
export const mostListed = 10_000;

/**
 * The problems of an input of any length: the first of each kind as they are, the others as one for each file, which says
 * how many it stands for.
 */
export class ProblemList {
  readonly #listed: Problem[] = [];
  readonly #kinds = new Map<ProblemKind, Known>();

  push(problem: Problem): void {
    const known = this.#of(problem.kind);
    if (known.listed >= mostListed) this.count(problem);
    else {
      known.listed++;
      this.#listed.push(problem);
    }
  }

  /** Announces a problem that is pushed when its release is complete; true where it is one too many, and may be counted at once. */
  expects(kind: ProblemKind): boolean {
    return ++this.#of(kind).expected > mostListed;
  }

  /** Takes a problem that is not listed. */
  count(problem: Problem): void {
    const { counted } = this.#of(problem.kind);
    const known = counted.get(problem.file);
    if (known === undefined) counted.set(problem.file, { first: problem, more: 0 });
    else known.more++;
  }

  /** Takes one that stands for all of a file that a shorter list did not hold. */
  take(rest: Problem): void {
    const { more = 0, ...first } = rest;
    const { counted } = this.#of(rest.kind);
    const known = counted.get(rest.file);
    if (known !== undefined) known.more += more + 1;
    else counted.set(rest.file, { first: { ...first, message: first.message.replace(whatFollows, "") }, more });
  }

  all(): readonly Problem[] {
    return [...this.#listed, ...[...this.#kinds.values()].flatMap(({ counted }) => [...counted.values()].map(rest))];
  }

  #of(kind: ProblemKind): Known {
    let known = this.#kinds.get(kind);
    if (known === undefined) {
      known = { expected: 0, listed: 0, counted: new Map() };
      this.#kinds.set(kind, known);
    }
    return known;
  }
}

/** What is known of the problems of a kind: how many there are, and by file those that are not listed. */
interface Known {
  expected: number;
  listed: number;
  readonly counted: Map<string, Counted>;
}

interface Counted {
  readonly first: Problem;
  more: number;
}

const whatFollows = / \(and \d+ more such problems from here on, which are counted and not listed\)$/;

/** One problem for all of a file that are not listed. */
function rest({ first, more }: Counted): Problem {
  if (more === 0) return first;
  const message = `${first.message} (and ${more} more such problems from here on, which are counted and not listed)`;
  return { ...first, message, more };
}

/** What one list would hold that is told by several, each of which lists as many: they are given in the order of their places. */
export function listedAgain(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostListed) return problems;
  const list = new ProblemList();
  for (const problem of problems) {
    if (problem.more === undefined) list.push(problem);
    else list.take(problem);
  }
  return list.all();
}

/** How many a list tells of, where some stand for more. */
export function countOf(listed: readonly { readonly more?: number }[]): number {
  return listed.reduce((count, { more = 0 }) => count + 1 + more, 0);
}

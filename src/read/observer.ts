/** What a run can be at: one name a line in the figures of `--stats`. */
export type Phase = "read" | "parse" | "admission" | "rules" | "findings" | "render" | "report";

/** Is told what a run does while it does it: for its figures, and to show how far it is. */
export interface Observer {
  /**
   * Runs what belongs to a phase and gives its result. Phases lie within one another: what rules ask of documents
   * parses them. With `rules` comes the id of the rule.
   */
  during<Result>(phase: Phase, run: () => Result, rule?: string): Result;
}

/** What `run` gives, told to the observer where there is one. */
export function during<Result>(observer: Observer | undefined, phase: Phase, run: () => Result): Result {
  return observer === undefined ? run() : observer.during(phase, run);
}

/** The same items; making each belongs to a phase, and what is done with it does not. */
export function* duringEach<Item>(
  observer: Observer | undefined,
  phase: Phase,
  items: Iterable<Item>,
): Generator<Item, void> {
  const iterator = items[Symbol.iterator]();
  let isDone = false;
  try {
    for (;;) {
      const next = during(observer, phase, () => iterator.next());
      isDone = next.done === true;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    if (!isDone) iterator.return?.();
  }
}

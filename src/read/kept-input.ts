import type { Document, Input } from "./document.ts";
import type { Problem } from "./problem.ts";

/** An input whose documents stay, for those who ask several questions of it: it is read, and each document parsed, once. */
export class KeptInput implements Input {
  readonly name: string;
  readonly text: Input["text"];
  readonly isPart?: boolean;
  #documents: readonly Document[] | undefined;
  readonly #problems: Problem[] = [];
  readonly #listeners: ((problem: Problem) => void)[] = [];

  constructor({ name, text, isPart }: Input) {
    this.name = name;
    this.text = text;
    if (isPart !== undefined) this.isPart = isPart;
  }

  /** Its documents, which `read` reads the first time. Each who asks is told of all problems, also of those that show later. */
  documents(
    read: (onProblem: (problem: Problem) => void) => Iterable<Document>,
    onProblem: (problem: Problem) => void,
  ): readonly Document[] {
    for (const problem of this.#problems) onProblem(problem);
    this.#listeners.push(onProblem);
    this.#documents ??= [
      ...read((problem) => {
        this.#problems.push(problem);
        for (const listen of this.#listeners) listen(problem);
      }),
    ];
    return this.#documents;
  }
}

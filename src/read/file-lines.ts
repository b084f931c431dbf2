import { TextLines } from "./text-lines.ts";

/** Finds lines and columns in several files, in each of which many places are looked for. */
export class FileLines {
  readonly #textOf: (file: string) => string | undefined;
  readonly #lines = new Map<string, TextLines>();

  /** `textOf` gives the text of a file by its path; one that is undefined has no lines but an empty one. */
  constructor(textOf: (file: string) => string | undefined) {
    this.#textOf = textOf;
  }

  of(file: string): TextLines {
    const known = this.#lines.get(file);
    if (known !== undefined) return known;
    const lines = new TextLines(this.#textOf(file) ?? "");
    this.#lines.set(file, lines);
    return lines;
  }
}

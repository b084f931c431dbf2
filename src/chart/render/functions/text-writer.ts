import { checkLength } from "../budget.ts";
import type { Origin } from "../origin.ts";
import type { Text } from "../text.ts";
import { TextBuilder } from "../text-builder.ts";

/** Puts a function's text together piece by piece, each with its origin; throws `BudgetError` where it becomes longer than any may be. */
export class TextWriter {
  readonly #out = new TextBuilder();

  get length(): number {
    return this.#out.length;
  }

  get endsWithBreak(): boolean {
    return /[\n\u2028\u2029]/.test(this.#out.last);
  }

  /** Characters of one origin, or of none. */
  add(value: string, origin?: Origin): void {
    this.#out.add(value, origin);
    this.#check();
  }

  addText(text: Text): void {
    this.#out.addText(text);
    this.#check();
  }

  text(): Text {
    return this.#out.build();
  }

  #check(): void {
    checkLength(this.#out.length);
  }
}

import type { Origin } from "./origin.ts";
import { appendRun, type Run, Text } from "./text.ts";

/** Collects pieces of text, each with its origins, in time linear to what is added. */
export class TextBuilder {
  #value = "";
  #runs: Run[] | undefined;

  get length(): number {
    return this.#value.length;
  }

  /** Characters of one origin, or of none. */
  add(value: string, origin?: Origin): this {
    if (value === "" && origin?.values === undefined) return this;
    if (origin !== undefined) this.#runs ??= this.#plain();
    if (this.#runs !== undefined)
      appendRun(this.#runs, origin === undefined ? { length: value.length } : { length: value.length, origin });
    this.#value += value;
    return this;
  }

  addText(text: Text): this {
    if (text.runs === undefined) return this.add(text.value);
    this.#runs ??= this.#plain();
    for (const run of text.runs) appendRun(this.#runs, run);
    this.#value += text.value;
    return this;
  }

  /** `count` times the same character; `count` may be negative, which is none. */
  pad(character: string, count: number): this {
    return count > 0 ? this.add(character.repeat(count)) : this;
  }

  build(): Text {
    return new Text(this.#value, this.#runs);
  }

  #plain(): Run[] {
    return this.#value === "" ? [] : [{ length: this.#value.length }];
  }
}

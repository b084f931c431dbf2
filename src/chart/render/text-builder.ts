import type { Origin } from "./origin.ts";
import { appendRun, type Run, Text } from "./text.ts";

/**
 * V8 keeps a text that is added to as a tree of all its pieces until somebody looks into it. From here on it is looked
 * into: a long output has more pieces than memory for their tree.
 */
const pieceLength = 4096;

/** Collects pieces of text, each with its origins, in time linear to what is added. */
export class TextBuilder {
  #value = "";
  /** What was added last, and is not put to the rest yet. */
  #tail = "";
  #runs: Run[] | undefined;
  #last = "";

  /** The character that was added last, as one UTF-16 unit. */
  get last(): string {
    return this.#last;
  }

  get length(): number {
    return this.#value.length + this.#tail.length;
  }

  /** Characters of one origin, or of none. */
  add(value: string, origin?: Origin): this {
    if (value === "" && origin?.values === undefined) return this;
    if (origin !== undefined) this.#runs ??= this.#plain();
    if (this.#runs !== undefined)
      appendRun(this.#runs, origin === undefined ? { length: value.length } : { length: value.length, origin });
    return this.#put(value);
  }

  addText(text: Text): this {
    if (text.runs === undefined) return this.add(text.value);
    this.#runs ??= this.#plain();
    for (const run of text.runs) appendRun(this.#runs, run);
    return this.#put(text.value);
  }

  /** `count` times the same character; `count` may be negative, which is none. */
  pad(character: string, count: number): this {
    return count > 0 ? this.add(character.repeat(count)) : this;
  }

  build(): Text {
    return new Text(this.#value + this.#tail, this.#runs);
  }

  #put(value: string): this {
    if (value === "") return this;
    this.#last = value.charAt(value.length - 1);
    this.#tail += value;
    if (this.#tail.length >= pieceLength) {
      this.#tail.charCodeAt(0);
      this.#value += this.#tail;
      this.#tail = "";
    }
    return this;
  }

  #plain(): Run[] {
    return this.length === 0 ? [] : [{ length: this.length }];
  }
}

import type { Input } from "../../read/document.ts";
import type { Thread, Told } from "./thread.ts";

/** Tells threads of the inputs that are read here. They are started when there is something for them to do. */
export class PassOn {
  readonly #start: () => readonly Thread[];
  /** What was read before they were started. */
  #kept: Told[] = [];
  #threads: readonly Thread[] | undefined;

  constructor(start: () => readonly Thread[]) {
    this.#start = start;
  }

  get threads(): readonly Thread[] {
    return this.#threads ?? [];
  }

  /** There is a release that belongs to one of them. */
  needed(): void {
    if (this.#threads !== undefined) return;
    this.#threads = this.#start();
    for (const message of this.#kept) this.#tell(message);
    this.#kept = [];
  }

  /** The inputs, of which every piece is passed on as it is read. */
  *inputs(inputs: readonly Input[]): Generator<Input> {
    for (const { name, text, isPart } of inputs) {
      const opens = { name, ...(isPart === undefined ? {} : { isPart }) };
      this.#tell({ opens });
      yield { ...opens, text: this.#pieces(typeof text === "string" ? [text] : text) };
    }
    this.#tell({ ends: true });
  }

  *#pieces(text: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
    for (const piece of text) {
      this.#tell({ piece });
      yield piece;
    }
  }

  #tell(message: Told): void {
    const own = copied(message);
    if (this.#threads === undefined) this.#kept.push(own);
    else for (const thread of this.#threads) thread.tell(own);
  }
}

/** Readers of files use their buffers again, and a thread is sent all of a buffer of which it is told a piece. */
function copied(message: Told): Told {
  return "piece" in message && typeof message.piece !== "string" ? { piece: new Uint8Array(message.piece) } : message;
}

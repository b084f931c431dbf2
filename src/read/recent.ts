/** What can be read again, and lets go of what it has read. */
interface Held {
  readonly text: string;
}

/**
 * The documents of which something was read that is worth keeping for whoever asks next, but not for all of a long input: the
 * latest, up to a length of text. A document may be kept twice; it is then read once more than needed. What has to be read
 * again was asked for in turn with others, and may be so a thousand times more: room is made for it beside them. So all that
 * is read again is at most as long as the input.
 */
class Recent<Document extends Held> {
  #most: number;
  readonly #gone = new WeakSet<Document>();
  readonly #letGo: (document: Document) => void;
  #documents: Document[] = [];
  #first = 0;
  #length = 0;

  /** @param most How much text may be kept. What is kept last may be longer by itself. */
  constructor(most: number, letGo: (document: Document) => void) {
    this.#most = most;
    this.#letGo = letGo;
  }

  keep(document: Document): void {
    if (this.#gone.delete(document)) this.#most += document.text.length;
    this.#documents.push(document);
    this.#length += document.text.length;
    for (; this.#length > this.#most; this.#first++) {
      const oldest = this.#documents[this.#first];
      if (oldest === undefined || oldest === document) break;
      this.#length -= oldest.text.length;
      this.#gone.add(oldest);
      this.#letGo(oldest);
    }
    if (this.#first <= this.#documents.length / 2) return;
    this.#documents = this.#documents.slice(this.#first);
    this.#first = 0;
  }
}

/** A document that lets go what was parsed, or the places alone. */
interface Parsed extends Held {
  letGoParsed(): void;
  letGoPlaces(): void;
}

/** What is kept of the documents of several inputs for whoever asks next: values, and places, which take far more. */
export class RecentDocuments {
  readonly parsed = new Recent<Parsed>(4 << 20, (document) => document.letGoParsed());
  readonly placed = new Recent<Parsed>(512 << 10, (document) => document.letGoPlaces());
}

/** What can be read again, and lets go of what it has read. */
interface Held {
  readonly text: string;
}

/** What is read of a document takes some room however short it is. */
const leastWeight = 1_000;
const weightOf = ({ text }: Held): number => leastWeight + text.length;

/**
 * The documents of which something was read that is worth keeping for whoever asks next, but not for all of a long input: the
 * latest, up to a length of text. A document may be kept twice; it is then read once more than needed.
 */
class Recent<Document extends Held> {
  readonly #letGo: (document: Document) => void;
  #most: number;
  #documents: Document[] = [];
  #first = 0;
  #length = 0;

  /** @param most How much text may be kept. What is kept last may be longer by itself. */
  constructor(most: number, letGo: (document: Document) => void) {
    this.#most = most;
    this.#letGo = letGo;
  }

  keep(document: Document): void {
    this.#documents.push(document);
    this.#length += weightOf(document);
    for (; this.#length > this.#most; this.#first++) {
      const oldest = this.#documents[this.#first];
      if (oldest === undefined || oldest === document) break;
      this.#length -= weightOf(oldest);
      this.#letGo(oldest);
    }
    if (this.#first <= this.#documents.length / 2) return;
    this.#documents = this.#documents.slice(this.#first);
    this.#first = 0;
  }

  /** From now on there is room for this one beside all that there was room for. */
  makeRoom(document: Document): void {
    this.#most += weightOf(document);
  }
}

/** A document that lets go what was parsed, or the places alone. */
interface Parsed extends Held {
  letGoParsed(): void;
  letGoPlaces(): void;
}

/** What is kept of the documents of several inputs for whoever asks next: values, and places, which take far more. */
export class RecentDocuments {
  readonly #placed = new Recent<Parsed>(512 << 10, (document) => {
    this.#gone.add(document);
    document.letGoPlaces();
  });
  readonly #parsed = new Recent<Parsed>(4 << 20, (document) => document.letGoParsed());
  /** Those whose places were let go. */
  readonly #gone = new WeakSet<Parsed>();

  keepParsed(document: Parsed): void {
    this.#parsed.keep(document);
  }

  /**
   * Places that have to be read again were asked for in turn with others, and may be so a thousand times more: room is made
   * for them. So all that is read again is at most as long as the input.
   */
  keepPlaces(document: Parsed): void {
    if (this.#gone.delete(document)) this.#placed.makeRoom(document);
    this.#placed.keep(document);
  }
}

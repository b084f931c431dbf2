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

/** What lets go of the places in it. */
interface Placed extends Held {
  letGoPlaces(): void;
}

/** Of what the places are kept, which take far more than values. */
export class RecentPlaces {
  readonly #recent = new Recent<Placed>(512 << 10, (one) => {
    this.#gone.add(one);
    one.letGoPlaces();
  });
  /** Those whose places were let go. */
  readonly #gone = new WeakSet<Placed>();

  /**
   * Places that have to be read again were asked for in turn with others, and may be so a thousand times more: room is made
   * for them. So all that is read again is at most as long as the input.
   */
  keep(one: Placed): void {
    if (this.#gone.delete(one)) this.#recent.makeRoom(one);
    this.#recent.keep(one);
  }
}

/** A document that lets go what was parsed, or the places alone. */
interface Parsed extends Placed {
  letGoParsed(): void;
}

/** What is kept of the documents of several inputs for whoever asks next. */
export class RecentDocuments {
  readonly #placed = new RecentPlaces();
  readonly #parsed = new Recent<Parsed>(4 << 20, (document) => document.letGoParsed());

  keepParsed(document: Parsed): void {
    this.#parsed.keep(document);
  }

  keepPlaces(document: Parsed): void {
    this.#placed.keep(document);
  }
}

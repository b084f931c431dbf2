/** So many pieces are put together before they are written out as one text. */
const manyPieces = 1000;

/**
 * A text that is put together of pieces. V8 keeps what is added to a string beside it, in more room than a short piece
 * takes, until somebody looks into the whole: of a scalar of a million lines that is many times its text.
 */
export class Pieces {
  private last = "";
  private count = 0;
  /** What was written out already. */
  private whole: string[] | undefined;

  add(piece: string): void {
    this.last += piece;
    if (++this.count === manyPieces) this.writeOut();
  }

  /** The text; what is added from here on makes another. */
  take(): string {
    const { last, whole } = this;
    this.last = "";
    this.count = 0;
    if (whole === undefined) return last;
    this.whole = undefined;
    whole.push(last);
    return whole.join("");
  }

  private writeOut(): void {
    const { last } = this;
    // To look into it is what makes it one.
    last.charCodeAt(0);
    this.whole ??= [];
    this.whole.push(last);
    this.last = "";
    this.count = 0;
  }
}

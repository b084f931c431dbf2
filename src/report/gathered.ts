/** So many characters are worth a call of the system; most reports have less. */
const leastPiece = 1 << 16;

/** Pieces put together to longer ones; at least one, be it empty. */
export function* gathered(pieces: Iterable<string>): Generator<string, void> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length < leastPiece) continue;
    yield text;
    text = "";
  }
  yield text;
}

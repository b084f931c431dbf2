/** Longer texts are parts of the text they were cut out of, which would be held with them (V8 copies up to 12 characters). */
const mostLength = 12;
const count = 1_024;
const words = new Array<string>(count).fill("");

/**
 * The same text, held once where the last texts like it were the same: nearly every document says `Deployment`, `IfNotPresent`
 * or its own name several times, and each time in a text of its own. No answer depends on which are held.
 * What headers say, however long it is, is held by `shared` (../shared-words.ts).
 */
export function heldOnce(text: string): string {
  const { length } = text;
  if (length < 2 || length > mostLength) return text;
  const place =
    (131 * length + 31 * text.charCodeAt(0) + 7 * text.charCodeAt(length >> 1) + text.charCodeAt(length - 1)) % count;
  const word = words[place];
  if (word === text) return word;
  words[place] = text;
  return text;
}

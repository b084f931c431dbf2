/** So many words are kept, then others in their place, and none that is longer. No answer depends on which are kept. */
const most = 1_000;
const mostLength = 80;

const words = new Map<string, string>();

/**
 * The same text, held once however often it is read: each document of a long stream says its kind and apiVersion in a
 * text of its own.
 */
export function shared(word: string): string {
  const known = words.get(word);
  if (known !== undefined) return known;
  if (word.length <= mostLength) {
    if (words.size >= most) words.clear();
    const copy = copied(word);
    words.set(copy, copy);
    return copy;
  }
  return word;
}

/**
 * A text of its own, where what was cut out of a text would keep all of that in memory: V8 writes what was joined into one
 * before it cuts something out of it.
 */
export function copied(text: string): string {
  return ` ${text}`.slice(1);
}

/** Characters as Go's `unicode` package has them. */

const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export function isSpace(character: string): boolean {
  return SPACE.test(character);
}

/** Go maps one character to one: where Unicode's full mapping gives several, it keeps the character. */
function single(character: string, mapped: string): string {
  return [...mapped].length === 1 ? mapped : character;
}

export function toUpper(codePoint: number): string {
  // Greek letters with an iota below: JavaScript writes the iota beside them.
  if (codePoint >= 0x1f80 && codePoint <= 0x1faf) return String.fromCodePoint(codePoint | 8);
  if (codePoint === 0x1fb3 || codePoint === 0x1fc3 || codePoint === 0x1ff3) return String.fromCodePoint(codePoint + 9);
  const character = String.fromCodePoint(codePoint);
  return single(character, character.toUpperCase());
}

export function toLower(codePoint: number): string {
  // U+0130 has a mapping to one character that toLowerCase does not use.
  if (codePoint === 0x130) return "i";
  const character = String.fromCodePoint(codePoint);
  return single(character, character.toLowerCase());
}

/** Digraphs have a title case of their own: U+01C4 to U+01CC, U+01F1 to U+01F3. */
export function toTitle(codePoint: number): string {
  if ((codePoint >= 0x1c4 && codePoint <= 0x1cc) || (codePoint >= 0x1f1 && codePoint <= 0x1f3)) {
    const first = codePoint >= 0x1f1 ? 0x1f1 : 0x1c4 + 3 * Math.floor((codePoint - 0x1c4) / 3);
    return String.fromCodePoint(first + 1);
  }
  return toUpper(codePoint);
}

export function isUpper(codePoint: number): boolean {
  return /^\p{Lu}$/u.test(String.fromCodePoint(codePoint));
}

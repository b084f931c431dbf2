/** What Go's unicode.IsSpace calls white space. */
const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function isSpace(text: string, at: number): boolean {
  return SPACE.test(text.charAt(at));
}

/** The first offset at or behind `from` that is no white space. */
export function skipSpace(text: string, from: number, to = text.length): number {
  let at = from;
  while (at < to && isSpace(text, at)) at++;
  return at;
}

/** The offset behind the last character ahead of `to` that is no white space. */
export function skipSpaceBack(text: string, to: number, from = 0): number {
  let at = to;
  while (at > from && isSpace(text, at - 1)) at--;
  return at;
}

export function isBlank(text: string): boolean {
  return skipSpace(text, 0) === text.length;
}

/** Keys under which charts keep what they make up. */
const credential = /pass|secret|token|key|cookie|salt|seed|credential|auth|pwd|cert|crt|pem/i;
const digits = /^\d{8,}$/;
const hex = /^[0-9a-f]{10,}$/i;
/** What functions such as randAlphaNum and b64enc make: no word ends within it. */
const token = /^[A-Za-z0-9+/_-]{8,}={0,2}$/;
const letters = /^[A-Za-z]+$/;

/**
 * Whether two values of one key look as if each render had made its own: certificates, or texts of one length that have
 * next to no character in common and go back and forth between small letters, capitals and digits. What people choose
 * has words: `max_connections=100` becomes `=200`, `hunter22` becomes `dragon99`. A credential needs fewer such turns.
 */
export function looksRandom(key: string, one: string, other: string): boolean {
  if (one.startsWith("-----BEGIN ") && other.startsWith("-----BEGIN ")) return one.slice(0, 30) === other.slice(0, 30);
  const [first, second] = [one.trim(), other.trim()];
  if (first.length !== second.length || !differThroughout(first, second)) return false;
  const both = (holds: (text: string) => boolean) => holds(first) && holds(second);
  if (both((text) => digits.test(text)) || both((text) => hex.test(text))) return true;
  const least = credential.test(key) ? 2 : 4;
  // Of letters alone, as randAlpha makes them, ten are needed for as much certainty.
  return both((text) => token.test(text) && turns(text) >= least && (text.length >= 10 || !letters.test(text)));
}

/** Whether at least seven in ten characters differ: of independent ones nine in ten do, of an edited text a few. */
function differThroughout(one: string, other: string): boolean {
  let differing = 0;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) differing++;
  return differing * 10 >= one.length * 7;
}

/** How often a text changes between small letters, capitals and digits; what stands between words is none of them. */
function turns(text: string): number {
  let count = 0;
  let before = "";
  for (const character of text) {
    const kind = /[a-z]/.test(character)
      ? "small"
      : /[A-Z]/.test(character)
        ? "capital"
        : /\d/.test(character)
          ? "digit"
          : "";
    if (kind !== "" && before !== "" && kind !== before) count++;
    before = kind;
  }
  return count;
}

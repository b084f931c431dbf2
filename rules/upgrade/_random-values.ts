/** Keys under which charts keep what they make up. */
const credential = /pass|secret|token|key|cookie|salt|seed|credential|auth|pwd|cert|crt|pem/i;
const mixed = /^(?=[\s\S]*[a-z])(?=[\s\S]*[A-Z])[A-Za-z0-9+/=_-]{8,}$/;
const digits = /^\d{8,}$/;
const hex = /^[0-9a-f]{10,}$/i;
const alphanumeric = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/=_-]{8,}$/;
const letters = /^[A-Za-z]{16,}$/;

/**
 * Whether two values of one key look as if each render had made its own: certificates, or texts of one length without
 * words. Where the key is a credential's, ten letters of mixed case are enough (randAlpha); words that people choose
 * have another length, or no capitals in their middle.
 */
export function looksRandom(key: string, one: string, other: string): boolean {
  if (one.startsWith("-----BEGIN ") && other.startsWith("-----BEGIN ")) return one.slice(0, 30) === other.slice(0, 30);
  const [first, second] = [one.trim(), other.trim()];
  if (first.length !== second.length) return false;
  const both = (form: RegExp) => form.test(first) && form.test(second);
  if (both(digits) || both(hex) || both(letters)) return true;
  if (both(alphanumeric)) return true;
  return credential.test(key) && first.length >= 10 && both(mixed);
}

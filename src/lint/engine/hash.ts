/** 16 hexadecimal digits for a text. Two FNV-1a sums with different seeds: no secret, only hard to hit twice by chance. */
export function hash(text: string): string {
  let one = 0x811c9dc5;
  let two = 0xcbf29ce4;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ (code + index), 0x01000193);
  }
  // Joined by `+`, V8 would hold both halves and what joins them, for each of thousands of findings.
  return [one, two].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

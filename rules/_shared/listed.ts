/** Names, numbers or other words as a message lists them: the first of many, and how many more there are. Empty for none. */
export function listed(
  words: ReadonlySet<string | number> | readonly (string | number)[],
  show: (word: string) => string = (word) => word,
  most = 12,
): string {
  const count = "size" in words ? words.size : words.length;
  const shown: string[] = [];
  for (const word of words) {
    if (shown.length === most) break;
    shown.push(show(String(word)));
  }
  return count > shown.length ? `${shown.join(", ")} and ${count - shown.length} more` : shown.join(", ");
}

/** A name in a message. */
export const quoted = (name: string): string => `\`${name}\``;

/** `3 replicas at most`. */
export const atMost = (replicas: number): string => (replicas === 1 ? "1 replica" : `${replicas} replicas at most`);

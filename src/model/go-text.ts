/** Go's `strings.TrimSpace`: Unicode's white space, of which JavaScript's `trim` leaves the next line and takes the byte order mark. */
export function trimmed(text: string): string {
  return text.replace(/^\p{White_Space}+/u, "").replace(/(?<!\p{White_Space})\p{White_Space}+$/u, "");
}

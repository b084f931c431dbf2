import type { Place } from "../../read/yaml/place.ts";

/**
 * The end of a value, or of the blank space in which one would stand: nothing written behind a key is null, and what
 * printed nothing there stands in the rest of the line, or below it in a column behind `column`, counted from 0.
 */
export function endOfValue(text: string, { start, end }: Place, column = Number.POSITIVE_INFINITY): number {
  if (end > start) return end;
  let last = start;
  for (;;) {
    while (text.charAt(last) === " " || text.charAt(last) === "\t") last++;
    if (text.charAt(last) !== "\n") return last;
    let next = last + 1;
    while (text.charAt(next) === " ") next++;
    if (next - last - 1 <= column) return last;
    last = next;
  }
}

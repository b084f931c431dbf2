import { textWidth } from "./text-width.ts";

/**
 * Breaks a text at spaces into lines of at most `width` columns; a word that is longer stays whole.
 * `first` is what the first line already holds, in columns.
 */
export function wrap(text: string, width: number | undefined, first = 0): string[] {
  if (width === undefined) return [text];
  const lines: string[] = [];
  let line = "";
  let used = first;
  for (const word of text.split(" ")) {
    const columns = textWidth(word);
    if (line !== "" && used + 1 + columns > width) {
      lines.push(line);
      line = word;
      used = columns;
    } else {
      used += columns + (line === "" ? 0 : 1);
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}

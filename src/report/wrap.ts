import { textWidth } from "./text-width.ts";

/**
 * Breaks a text at spaces into lines of at most `width` columns. A word is never broken: one that is longer than a line
 * has a line of its own. `first` is what the first line already holds, in columns, and `rest` what every further line
 * is indented by; where not even the first word fits behind `first`, the first line is empty.
 */
export function wrap(text: string, width: number | undefined, first = 0, rest = 0): string[] {
  if (width === undefined) return [text];
  const lines: string[] = [];
  let line = "";
  let used = first;
  for (const word of text.split(" ")) {
    const columns = textWidth(word);
    const fits = used + (line === "" ? 0 : 1) + columns <= width;
    if (!fits && (line !== "" || (lines.length === 0 && first > rest))) {
      lines.push(line);
      line = word;
      used = rest + columns;
    } else {
      used += columns + (line === "" ? 0 : 1);
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}

/** As {@link wrap}, each line with what stands before it: `head` and, on further lines, `rest` spaces. */
export function wrapBehind(head: string, text: string, width: number | undefined, rest: number): string[] {
  const [first = "", ...further] = wrap(text, width, textWidth(head), rest);
  return [first === "" ? head.trimEnd() : head + first, ...further.map((line) => " ".repeat(rest) + line)];
}

/** An indented line, broken where it is longer than `width`; what is broken off is indented by two columns more. */
export function wrapIndented(line: string, width: number | undefined): string[] {
  if (width === undefined || textWidth(line) <= width) return [line];
  const indent = line.length - line.trimStart().length;
  return wrapBehind(" ".repeat(indent), line.trimStart(), width, indent + 2);
}

import { printable } from "./printable.ts";

/**
 * Words of plain prose. Whatever else a word may hold (`@name`, `#12`, `https://…`, `<b>`, `*`) could become a mention, a
 * link or markup, and stands in a code span, where nothing does.
 */
const plainWord = /^[A-Za-z0-9,;:.'’()/–—…%✖⚠ℹ✔+-]+$/;
const linkLike = /:\/\/|www\.|^\d+[.)]$|^[+-]+$|--/i;

/** Text for one paragraph or list item: what stood between backticks stays code, all else is prose or becomes code. */
export function markdownText(text: string): string {
  let written = "";
  // Two code spans that touch would be read as one with other fences: what touches becomes one.
  let code = "";
  const flush = (): void => {
    if (code !== "") written += markdownCode(code);
    code = "";
  };
  for (const [index, part] of printable(text)
    .split(/`([^`]*)`/)
    .entries()) {
    if (index % 2 === 1) code += part;
    else {
      for (const word of part.split(/( +)/)) {
        if (word === "") continue;
        if (!word.startsWith(" ") && !isProse(word)) code += word;
        else {
          flush();
          written += word;
        }
      }
    }
  }
  flush();
  return written;
}

function isProse(word: string): boolean {
  // GitHub links what looks like a commit's hash.
  const isHashLike = /[0-9a-f]{7}/i.test(word) && /\d/.test(word);
  return plainWord.test(word) && !linkLike.test(word) && !isHashLike;
}

/** A code span, fenced by more backticks than stand together inside. */
export function markdownCode(text: string): string {
  const safe = printable(text);
  if (safe.trim() === "") return safe === "" ? "" : "` `";
  const fence = "`".repeat(longestRun(safe) + 1);
  const pad = safe.startsWith("`") || safe.endsWith("`") ? " " : "";
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** A code block of lines that are printable already. */
export function markdownBlock(lines: readonly string[]): string {
  const fence = "`".repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
  return [`${fence}text`, ...lines, fence].join("\n");
}

function longestRun(text: string): number {
  let longest = 0;
  let run = 0;
  for (let index = 0; index < text.length; index++) {
    run = text.charCodeAt(index) === 0x60 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

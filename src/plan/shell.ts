/** A word as a POSIX shell reads it back unchanged: plain where that is safe, else in single quotes. */
export function shellWord(word: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_./:=@%+,-]*$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A word that ends in the variable `i` of the loop around it. */
export class LoopWord {
  readonly before: string;

  constructor(before: string) {
    this.before = before;
  }
}

/** A command line of words, each quoted as it needs. */
export function shellCommand(...words: readonly (string | LoopWord)[]): string {
  return words.map((word) => (word instanceof LoopWord ? `${shellWord(word.before)}$i` : shellOption(word))).join(" ");
}

/** An option such as `--cascade=orphan` stays bare; anything else that begins with a dash is quoted like a name. */
function shellOption(word: string): string {
  return /^--?[a-z][a-z-]*(=[A-Za-z0-9_][A-Za-z0-9_./:=@%+,-]*)?$/.test(word) ? word : shellWord(word);
}

/**
 * The words of a command line as a shell reads them, as far as {@link shellWord} writes them: plain words, single quotes,
 * escaped quotes between them, and a comment at the end.
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? "";
    if (character === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) break;
      word = (word ?? "") + line.slice(at + 1, end);
      at = end;
    } else if (character === "\\") {
      word = (word ?? "") + (line[++at] ?? "");
    } else if (character === " ") {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "#" && word === undefined) break;
    else word = (word ?? "") + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** A command line cut at each separator that stands outside of single quotes. */
export function unquotedParts(line: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) break;
      at = end;
    } else if (line[at] === "\\") at++;
    else if (line.startsWith(separator, at)) {
      parts.push(line.slice(from, at));
      from = at + separator.length;
      at = from - 1;
    }
  }
  return [...parts, line.slice(from)];
}

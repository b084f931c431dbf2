/** A word as a POSIX shell reads it back unchanged: plain where that is safe, else in single quotes. */
export function shellWord(word: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_./:=@%+,-]*$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line of words, each quoted as it needs. */
export function shellCommand(...words: readonly string[]): string {
  return words.map(shellOption).join(" ");
}

/** An option such as `--cascade=orphan` stays bare; anything else that begins with a dash is quoted like a name. */
function shellOption(word: string): string {
  return /^--?[a-z][a-z-]*(=[A-Za-z0-9_][A-Za-z0-9_./:=@%+,-]*)?$/.test(word) ? word : shellWord(word);
}

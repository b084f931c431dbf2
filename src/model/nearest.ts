/** `; did you mean X?` for the known word nearest to what was written, or nothing where none is near. */
export function nearest(written: string, known: readonly string[]): string {
  const word = nearestWord(written, known);
  return word === undefined ? "" : `; did you mean \`${word}\`?`;
}

/** The known word within a third of the length of what was written, by edits, or one that it is the beginning of; case does not count. */
export function nearestWord(written: string, known: readonly string[]): string | undefined {
  if (written.length > 100) return undefined;
  const wanted = written.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const word of known) {
    const cut = wanted.length > 2 && word.toLowerCase().startsWith(wanted);
    const distance = cut ? 1 : edits(wanted, word.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = word;
    }
  }
  return best;
}

/** Edits, two neighbours that changed places counting as one (Damerau and Levenshtein), or `limit` where there are at least so many. */
export function edits(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let above: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  let nearestAbove = 0;
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    let nearest = i;
    for (let j = 1; j <= to.length; j++) {
      const change = from[i - 1] === to[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        least = Math.min(least, (above[j - 2] ?? 0) + 1);
      }
      next.push(least);
      nearest = Math.min(nearest, least);
    }
    // Each row follows from the two above it, and never comes nearer than they do.
    if (nearest >= limit && nearestAbove >= limit) return limit;
    nearestAbove = nearest;
    above = row;
    row = next;
  }
  return Math.min(row[to.length] ?? limit, limit);
}

/** A pattern that Go's filepath.Match calls malformed. */
export class BadPattern extends Error {}

/**
 * Whether a whole name matches a shell pattern, by Go's filepath.Match (path/filepath/match.go): `*` and `?` stop at
 * `/`, `[…]` is a class, `\` escapes.
 *
 * @throws {BadPattern}
 */
export function goMatch(pattern: string, name: string): boolean {
  const chunks = scan(pattern);
  let rest = [...name];
  for (let i = 0; i < chunks.length; i++) {
    const chunk = chunks[i];
    if (chunk === undefined) break;
    const isLast = i === chunks.length - 1;
    if (chunk.star && chunk.items.length === 0) return !rest.includes("/");
    const direct = matchChunk(chunk, rest);
    if (direct !== undefined && (!isLast || direct.length === 0)) {
      rest = direct;
      continue;
    }
    let found: string[] | undefined;
    if (chunk.star) {
      for (let skip = 0; skip < rest.length && rest[skip] !== "/"; skip++) {
        const after = matchChunk(chunk, rest.slice(skip + 1));
        if (after === undefined || (isLast && after.length > 0)) continue;
        found = after;
        break;
      }
    }
    if (found === undefined) return false;
    rest = found;
  }
  return rest.length === 0;
}

type Item =
  | { readonly any: true }
  | { readonly char: string }
  | { readonly negated: boolean; readonly ranges: [string, string][] };
interface Chunk {
  readonly star: boolean;
  readonly items: Item[];
}

/** The pattern's parts, each with whether a star stands ahead of it. */
function scan(pattern: string): Chunk[] {
  const chars = [...pattern];
  const chunks: Chunk[] = [];
  let at = 0;
  while (at < chars.length) {
    let star = false;
    for (; chars[at] === "*"; at++) star = true;
    const items: Item[] = [];
    while (at < chars.length && chars[at] !== "*") {
      const char = chars[at] ?? "";
      if (char === "?") items.push({ any: true });
      else if (char === "[") {
        const end = scanClass(chars, at + 1, items);
        at = end;
        continue;
      } else if (char === "\\") {
        at++;
        const escaped = chars[at];
        if (escaped === undefined) throw new BadPattern();
        items.push({ char: escaped });
      } else items.push({ char });
      at++;
    }
    chunks.push({ star, items });
  }
  return chunks;
}

function scanClass(chars: readonly string[], start: number, items: Item[]): number {
  let at = start;
  const negated = chars[at] === "^";
  if (negated) at++;
  const ranges: [string, string][] = [];
  const one = (): string => {
    const char = chars[at];
    if (char === undefined || char === "-" || char === "]") throw new BadPattern();
    at++;
    if (char !== "\\") {
      if (at >= chars.length) throw new BadPattern();
      return char;
    }
    const escaped = chars[at];
    if (escaped === undefined) throw new BadPattern();
    at++;
    if (at >= chars.length) throw new BadPattern();
    return escaped;
  };
  while (chars[at] !== "]" || ranges.length === 0) {
    const low = one();
    let high = low;
    if (chars[at] === "-") {
      at++;
      high = one();
    }
    ranges.push([low, high]);
  }
  items.push({ negated, ranges });
  return at + 1;
}

function matchChunk(chunk: Chunk, name: readonly string[]): string[] | undefined {
  const { items } = chunk;
  if (items.length > name.length) return undefined;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    const char = name[i] ?? "";
    if (item === undefined) return undefined;
    if ("any" in item) {
      if (char === "/") return undefined;
    } else if ("char" in item) {
      if (char !== item.char) return undefined;
    } else {
      const code = char.codePointAt(0) ?? 0;
      const inside = item.ranges.some(
        ([low, high]) => code >= (low.codePointAt(0) ?? 0) && code <= (high.codePointAt(0) ?? 0),
      );
      if (inside === item.negated) return undefined;
    }
  }
  return name.slice(items.length);
}

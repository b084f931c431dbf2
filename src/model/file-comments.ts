/*
 * Configuration files without their comments: what is commented out is no setting.
 */

/** By how the files of a software mark comments. */
export type CommentStyle = "properties" | "yaml" | "hcl" | "nats" | "xml";

interface Marks {
  /** What begins a comment that ends with its line. */
  readonly line: readonly string[];
  /** Where that counts: ahead of everything else in the line, at the start of a word, or anywhere. */
  readonly where: "line" | "word" | "anywhere";
  /** What begins and ends a longer one. */
  readonly block?: readonly [start: string, end: string];
  /** What begins and ends a text in which nothing is a comment. */
  readonly quotes: string;
}

const marks: Readonly<Record<CommentStyle, Marks>> = {
  // https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader-
  properties: { line: ["#", "!"], where: "line", quotes: "" },
  yaml: { line: ["#"], where: "word", quotes: "\"'" },
  // https://developer.hashicorp.com/terraform/language/syntax/configuration#comments
  hcl: { line: ["#", "//"], where: "anywhere", block: ["/*", "*/"], quotes: '"' },
  // https://docs.nats.io/running-a-nats-service/configuration#configuration-syntax
  nats: { line: ["#", "//"], where: "word", quotes: "\"'" },
  xml: { line: [], where: "anywhere", block: ["<!--", "-->"], quotes: "" },
};

/** A configuration file's text without its comments. */
export function withoutFileComments(text: string, style: CommentStyle): string {
  const { line, where, block, quotes } = marks[style];
  const starts = block === undefined ? line : [...line, block[0]];
  if (!starts.some((start) => text.includes(start))) return text;
  const kept: string[] = [];
  let from = 0;
  /** Whether nothing but blanks stands ahead in the line. */
  let isFirst = true;
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    const before = at === 0 ? "\n" : text.charAt(at - 1);
    const counts = where === "anywhere" || (where === "line" ? isFirst : endsWord.includes(before));
    const end = counts ? commentEnd(text, at, marks[style]) : undefined;
    if (end !== undefined) {
      kept.push(text.slice(from, at));
      from = end;
      at = end;
      continue;
    }
    const isQuote = quotes.includes(character) && (where === "anywhere" || beforeQuotes.includes(before));
    at = isQuote ? quoteEnd(text, at) : at + 1;
    isFirst = character === "\n" || (isFirst && blanks.includes(character));
  }
  kept.push(text.slice(from));
  return kept.join("");
}

const blanks = " \t\r\f";
/** `a: nats://host` goes on behind its colon, and a text in quotes may begin there. */
const endsWord = " \t\r\n{}[](),;";
const beforeQuotes = `${endsWord}:=`;

/** Where a comment that begins at a place ends, its line's end not included; undefined where none begins. */
function commentEnd(text: string, at: number, { line, block }: Marks): number | undefined {
  if (block !== undefined && text.startsWith(block[0], at)) {
    const end = text.indexOf(block[1], at + block[0].length);
    return end === -1 ? text.length : end + block[1].length;
  }
  if (!line.some((start) => text.startsWith(start, at))) return undefined;
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

/** Behind the quote that ends a text; one that is never closed ends with its line. */
function quoteEnd(text: string, at: number): number {
  const quote = text.charAt(at);
  for (let end = at + 1; end < text.length; end++) {
    const character = text.charAt(end);
    if (character === quote) return end + 1;
    if (character === "\n") return end;
    if (character === "\\" && quote === '"') end++;
  }
  return text.length;
}

/** A piece of a template file, as Go's text/template/parse lexes it. Offsets count UTF-16 units. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The text of it; the message of an error. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

export type TokenKind =
  | "error"
  | "eof"
  | "text"
  | "open"
  | "close"
  | "space"
  | "bool"
  | "char"
  | "complex"
  | "assign"
  | "declare"
  | "field"
  | "identifier"
  | "("
  | ")"
  | "number"
  | "pipe"
  | "raw"
  | "string"
  | "variable"
  | "dot"
  | "nil"
  | "other"
  | Keyword;

export type Keyword = "block" | "break" | "continue" | "define" | "else" | "end" | "if" | "range" | "template" | "with";

export const keywords: ReadonlySet<string> = new Set<Keyword>([
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "range",
  "template",
  "with",
]);

export function isKeyword(word: string): word is Keyword {
  return keywords.has(word);
}

import { quoteText } from "../print/quote.ts";
import { Text } from "../text.ts";
import { Lexer } from "./lexer.ts";
import { unquote } from "./literal.ts";
import { ParseError } from "./syntax.ts";
import { isKeyword, type Token, type TokenKind } from "./token.ts";

/** Blocks and parentheses nested deeper than this are refused: reading and running them recurses. Go's own limit is 10,000. */
const deepestNesting = 500;

/** What belongs to one template, the file's own or a `define`'s, while it is read. */
export interface Scope {
  readonly variables: string[];
  ranges: number;
  /** The line of the action that is read; 0 between actions. */
  actionLine: number;
}

export function newScope(): Scope {
  return { variables: ["$"], ranges: 0, actionLine: 0 };
}

/** The tokens of a template one after another, also given back, and errors that say where reading stands as Go does. */
export class TokenReader {
  readonly source: string;
  scope = newScope();
  /** The token that was taken last. */
  last: Token = { kind: "eof", start: 0, end: 0, text: "", line: 1 };
  readonly #lexer: Lexer;
  /** Tokens that were read and given back, the next one last. */
  readonly #ahead: Token[] = [];
  /** The line of the token that was read from the text last, which may be ahead of what was used. */
  #line = 0;
  #depth = 0;

  constructor(source: string) {
    this.source = source;
    this.#lexer = new Lexer(source);
  }

  /** The given token comes next again. */
  giveBack(token: Token): void {
    this.#ahead.push(token);
  }

  /** The token that comes next, left where it is. */
  peek(): Token {
    const token = this.#ahead.at(-1) ?? this.#read();
    if (this.#ahead.length === 0) this.#ahead.push(token);
    return token;
  }

  next(): Token {
    const token = this.#ahead.pop() ?? this.#read();
    this.last = token;
    return token;
  }

  #read(): Token {
    const token = this.#lexer.next();
    this.#line = token.line;
    return token;
  }

  nextNonSpace(): Token {
    for (;;) {
      const token = this.next();
      if (token.kind !== "space") return token;
    }
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.#ahead.push(token);
    return token;
  }

  fail(message: string): ParseError {
    return new ParseError(message, this.#line);
  }

  unexpected(token: Token, context: string): ParseError {
    if (token.kind !== "error") return this.fail(`unexpected ${shown(token)} in ${context}`);
    const { actionLine } = this.scope;
    if (actionLine === 0 || actionLine === token.line) return this.fail(token.text);
    const where = token.text.endsWith(" action") ? " started at" : " in action started at";
    return new ParseError(`${token.text}${where}`, this.#line, actionLine);
  }

  /** Takes a token of that kind. @throws {ParseError} where another stands */
  expect(kind: TokenKind, context: string): Token {
    const token = this.nextNonSpace();
    if (token.kind !== kind) throw this.unexpected(token, context);
    return token;
  }

  /** Reads what lies one level deeper. @throws {ParseError} below the deepest level that is read */
  deeper<Result>(read: () => Result): Result {
    if (++this.#depth > deepestNesting) throw this.fail("max expression depth exceeded");
    const result = read();
    this.#depth--;
    return result;
  }

  /** What a string literal stands for. */
  unquoted(token: Token): string {
    const value = unquote(token.text);
    if (value === undefined) throw this.fail("invalid syntax");
    return value;
  }
}

/** A token as Go names it in an error. */
function shown(token: Token): string {
  if (token.kind === "eof") return "EOF";
  if (token.kind === "dot" || token.kind === "nil" || isKeyword(token.kind)) return `<${token.text}>`;
  return [...token.text].length > 10 ? `${quoted([...token.text].slice(0, 10).join(""))}...` : quoted(token.text);
}

/** Text as Go's `%q` prints it. */
export function quoted(text: string): string {
  return quoteText(new Text(text)).value;
}

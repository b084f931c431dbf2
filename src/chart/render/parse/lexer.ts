import { runeWidth } from "../bytes.ts";
import { isPrintable } from "../print/quote.ts";
import { isKeyword, type Token, type TokenKind } from "./token.ts";

/** Splits a template into tokens on demand, with the messages and lines of Go's text/template/parse. */
export class Lexer {
  readonly #source: string;
  #at = 0;
  #start = 0;
  #line = 1;
  /** The next end of a line that was not passed yet. */
  #newline: number;
  #startLine = 1;
  #isInside = false;
  #parentheses = 0;
  #isOver = false;

  constructor(source: string) {
    this.#source = source;
    this.#newline = nextNewline(source, 0);
  }

  next(): Token {
    if (this.#isOver) return this.#make("eof", "EOF");
    return this.#isInside ? this.#inside() : this.#text();
  }

  #make(kind: TokenKind, text = this.#source.slice(this.#start, this.#at)): Token {
    const token: Token = { kind, start: this.#start, end: this.#at, text, line: this.#startLine };
    while (this.#newline >= this.#start && this.#newline < this.#at) {
      this.#line++;
      this.#newline = nextNewline(this.#source, this.#newline + 1);
    }
    this.#start = this.#at;
    this.#startLine = this.#line;
    return token;
  }

  #skip(): void {
    this.#make("space", "");
  }

  #error(message: string): Token {
    this.#isOver = true;
    return this.#make("error", message);
  }

  #text(): Token {
    const source = this.#source;
    for (;;) {
      const open = source.indexOf("{{", this.#at);
      if (open < 0) {
        this.#at = source.length;
        return this.#at > this.#start ? this.#make("text") : this.#make("eof", "EOF");
      }
      const trims = source[open + 2] === "-" && isSpace(source.charAt(open + 3));
      let end = open;
      if (trims) while (end > this.#start && isSpace(source.charAt(end - 1))) end--;
      if (end > this.#start) {
        this.#at = end;
        return this.#make("text");
      }
      this.#at = open;
      this.#skip();
      const inside = open + (trims ? 4 : 2);
      if (!source.startsWith("/*", inside)) {
        this.#at = open + 2;
        const token = this.#make("open");
        this.#at = inside;
        this.#skip();
        this.#isInside = true;
        this.#parentheses = 0;
        return token;
      }
      this.#at = inside;
      this.#skip();
      const problem = this.#comment();
      if (problem !== undefined) return problem;
    }
  }

  /** Behind the delimiter at `/*`: skips the comment and its closing delimiter. */
  #comment(): Token | undefined {
    const source = this.#source;
    const close = source.indexOf("*/", this.#at + 2);
    if (close < 0) return this.#error("unclosed comment");
    const after = close + 2;
    const right = this.#rightDelimiter(after);
    if (right === undefined) return this.#error("comment ends before closing delimiter");
    this.#at = after + (right ? 4 : 2);
    if (right) this.#skipSpaceAfter();
    this.#skip();
    return undefined;
  }

  /** Whether a closing delimiter stands at an offset: true with a trim marker, false without, undefined where none is. */
  #rightDelimiter(at: number): boolean | undefined {
    if (isSpace(this.#source.charAt(at)) && this.#source.startsWith("-}}", at + 1)) return true;
    return this.#source.startsWith("}}", at) ? false : undefined;
  }

  #skipSpaceAfter(): void {
    while (isSpace(this.#source.charAt(this.#at))) this.#at++;
  }

  #close(trims: boolean): Token {
    if (trims) {
      this.#at += 2;
      this.#skip();
    }
    this.#at += 2;
    const token = this.#make("close");
    if (trims) {
      this.#skipSpaceAfter();
      this.#skip();
    }
    this.#isInside = false;
    return token;
  }

  #inside(): Token {
    const source = this.#source;
    const right = this.#rightDelimiter(this.#at);
    if (right !== undefined) return this.#parentheses === 0 ? this.#close(right) : this.#error("unclosed left paren");
    if (this.#at >= source.length) return this.#error("unclosed action");
    const char = source.charAt(this.#at);
    if (isSpace(char)) return this.#space();
    const next = source.charAt(this.#at + 1);
    switch (char) {
      case "=":
        return this.#take("assign");
      case "|":
        return this.#take("pipe");
      case ":":
        if (next !== "=") return this.#error("expected :=");
        this.#at++;
        return this.#take("declare");
      case '"':
        return this.#quoted('"', "string", "unterminated quoted string");
      case "'":
        return this.#quoted("'", "char", "unterminated character constant");
      case "`":
        return this.#raw();
      case "$":
        this.#at++;
        return this.#atTerminator() ? this.#make("variable") : this.#word("variable");
      case ".":
        if (this.#at + 1 < source.length && !isDigit(next)) {
          this.#at++;
          return this.#atTerminator() ? this.#make("dot") : this.#word("field");
        }
        return this.#number();
      case "(":
        this.#parentheses++;
        return this.#take("(");
      case ")":
        if (--this.#parentheses < 0) return this.#error("unexpected right paren");
        return this.#take(")");
    }
    if (char === "+" || char === "-" || isDigit(char)) return this.#number();
    if (isAlphaNumeric(source, this.#at)) return this.#word("identifier");
    if (char >= " " && char <= "~") return this.#take("other");
    return this.#error(`unrecognized character in action: ${unicodeName(source, this.#at)}`);
  }

  #take(kind: TokenKind): Token {
    this.#at++;
    return this.#make(kind);
  }

  #space(): Token {
    const source = this.#source;
    let end = this.#at;
    while (isSpace(source.charAt(end))) end++;
    if (source.startsWith("-}}", end)) {
      if (end - this.#at === 1) return this.#close(true);
      end--;
    }
    this.#at = end;
    return this.#make("space");
  }

  #word(kind: "identifier" | "field" | "variable"): Token {
    while (isAlphaNumeric(this.#source, this.#at)) this.#at += runeWidth(this.#source, this.#at);
    const word = this.#source.slice(this.#start, this.#at);
    if (!this.#atTerminator()) {
      return this.#error(`bad character ${unicodeName(this.#source, this.#at)}`);
    }
    if (kind !== "identifier") return this.#make(kind);
    if (isKeyword(word)) return this.#make(word);
    if (word === "nil") return this.#make("nil");
    return this.#make(word === "true" || word === "false" ? "bool" : "identifier");
  }

  #atTerminator(): boolean {
    const char = this.#source.charAt(this.#at);
    return char === "" || isSpace(char) || ".,|:)(".includes(char) || this.#source.startsWith("}}", this.#at);
  }

  #quoted(quote: string, kind: TokenKind, message: string): Token {
    const source = this.#source;
    for (this.#at++; ; this.#at++) {
      let char = source.charAt(this.#at);
      if (char === quote) return this.#take(kind);
      if (char === "\\") char = source.charAt(++this.#at);
      if (char === "" || char === "\n") return this.#error(message);
    }
  }

  #raw(): Token {
    const close = this.#source.indexOf("`", this.#at + 1);
    if (close < 0) return this.#error("unterminated raw quoted string");
    this.#at = close + 1;
    return this.#make("raw");
  }

  #number(): Token {
    const bad = () => this.#error(`bad number syntax: ${JSON.stringify(this.#source.slice(this.#start, this.#at))}`);
    if (!this.#scanNumber()) return bad();
    const sign = this.#source.charAt(this.#at);
    if (sign !== "+" && sign !== "-") return this.#make("number");
    if (!this.#scanNumber() || this.#source[this.#at - 1] !== "i") return bad();
    return this.#make("complex");
  }

  #scanNumber(): boolean {
    const accept = (set: string): boolean => {
      const char = this.#source.charAt(this.#at);
      if (char === "" || !set.includes(char)) return false;
      this.#at++;
      return true;
    };
    const run = (set: string) => {
      while (accept(set)) {}
    };
    accept("+-");
    let digits = "0123456789_";
    if (accept("0")) {
      if (accept("xX")) digits = "0123456789abcdefABCDEF_";
      else if (accept("oO")) digits = "01234567_";
      else if (accept("bB")) digits = "01_";
    }
    run(digits);
    if (accept(".")) run(digits);
    if (digits.length === 11 && accept("eE")) {
      accept("+-");
      run("0123456789_");
    }
    if (digits.length === 23 && accept("pP")) {
      accept("+-");
      run("0123456789_");
    }
    accept("i");
    if (!isAlphaNumeric(this.#source, this.#at)) return true;
    this.#at += runeWidth(this.#source, this.#at);
    return false;
  }
}

function nextNewline(source: string, from: number): number {
  const found = source.indexOf("\n", from);
  return found < 0 ? source.length + 1 : found;
}

export function isSpace(char: string): boolean {
  return char === " " || char === "\t" || char === "\r" || char === "\n";
}

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9" && char.length === 1;
}

/** A letter, a digit or `_`, in Unicode's sense. */
function isAlphaNumeric(source: string, at: number): boolean {
  const code = source.charCodeAt(at);
  if (code < 128)
    return code === 95 || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return code >= 128 && /^[\p{L}\p{Nd}]$/u.test(source.slice(at, at + runeWidth(source, at)));
}

/** `U+0022 '"'`, as Go's `%#U` writes a character; the end of the text is -1. */
function unicodeName(source: string, at: number): string {
  if (at >= source.length) return "U+FFFFFFFFFFFFFFFF";
  const rune = source.slice(at, at + runeWidth(source, at));
  const name = `U+${(rune.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  return isPrintable(rune) ? `${name} '${rune}'` : name;
}

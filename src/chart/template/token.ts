import { readChar, readString } from "./literal.ts";
import type { SyntaxProblem } from "./syntax.ts";

/** A piece of a template file, as Go's text/template/parse lexes it. */
export interface Token {
  readonly kind:
    | "text"
    | "open"
    | "close"
    | "space"
    | "word"
    | "field"
    | "variable"
    | "dot"
    | "literal"
    | "declare"
    | "assign"
    | "comma"
    | "pipe"
    | "("
    | ")"
    | "end";
  readonly start: number;
  readonly end: number;
  /** The text of a text token, the name of a word, field or variable. */
  readonly text: string;
  /** The value of a literal. */
  readonly value?: string | number;
}

const trimmable = " \t\r\n";

/** Splits a template into tokens. Trim markers are applied here; comments leave nothing. Never throws. */
export function tokenize(source: string): { readonly tokens: readonly Token[]; readonly problem?: SyntaxProblem } {
  const tokens: Token[] = [];
  let at = 0;
  let trimNext = false;
  const pushText = (from: number, to: number) => {
    let start = from;
    if (trimNext) while (start < to && trimmable.includes(source.charAt(start))) start++;
    if (start < to) tokens.push({ kind: "text", start, end: to, text: source.slice(start, to) });
  };
  while (at < source.length) {
    const open = source.indexOf("{{", at);
    if (open < 0) break;
    const trimsLeft = source[open + 2] === "-" && isSpace(source.charAt(open + 3));
    let textEnd = open;
    if (trimsLeft) while (textEnd > at && trimmable.includes(source.charAt(textEnd - 1))) textEnd--;
    pushText(at, textEnd);
    const inside = open + (trimsLeft ? 4 : 2);
    const comment = commentAt(source, inside);
    if (comment !== undefined) {
      if (typeof comment === "string") return { tokens, problem: { offset: open, message: comment } };
      at = comment.end;
      trimNext = comment.trims;
      continue;
    }
    tokens.push({ kind: "open", start: open, end: inside, text: "" });
    const action = tokenizeAction(source, inside, tokens);
    if ("message" in action) return { tokens, problem: action };
    at = action.end;
    trimNext = action.trims;
  }
  pushText(at, source.length);
  tokens.push({ kind: "end", start: source.length, end: source.length, text: "" });
  return { tokens };
}

/** A comment right behind the delimiter: where it and its action end; a message where it is not closed as it must be. */
function commentAt(source: string, inside: number): { end: number; trims: boolean } | string | undefined {
  if (!source.startsWith("/*", inside)) return undefined;
  const close = source.indexOf("*/", inside + 2);
  if (close < 0) return "the comment is not closed by */";
  const after = close + 2;
  if (source.startsWith("}}", after)) return { end: after + 2, trims: false };
  if (isSpace(source.charAt(after)) && source.startsWith("-}}", after + 1)) return { end: after + 4, trims: true };
  return "the comment does not end right before the closing }}";
}

/** Reads the tokens of one action up to and with its closing delimiter. */
function tokenizeAction(
  source: string,
  from: number,
  tokens: Token[],
): { end: number; trims: boolean } | SyntaxProblem {
  let at = from;
  let depth = 0;
  const push = (kind: Token["kind"], end: number, text = "", value?: string | number) => {
    tokens.push(value === undefined ? { kind, start: at, end, text } : { kind, start: at, end, text, value });
    at = end;
  };
  for (;;) {
    if (at >= source.length) return { offset: from, message: "the action is not closed by }}" };
    const char = source.charAt(at);
    if (isSpace(char) && source.startsWith("-}}", at + 1)) {
      if (depth > 0) return { offset: at, message: "a parenthesis is not closed in this action" };
      push("close", at + 4);
      return { end: at, trims: true };
    }
    if (source.startsWith("}}", at)) {
      if (depth > 0) return { offset: at, message: "a parenthesis is not closed in this action" };
      push("close", at + 2);
      return { end: at, trims: false };
    }
    if (isSpace(char)) {
      let end = at + 1;
      while (isSpace(source.charAt(end)) && !source.startsWith("-}}", end + 1)) end++;
      push("space", end);
    } else if (source.startsWith(":=", at)) push("declare", at + 2);
    else if (char === "=") push("assign", at + 1);
    else if (char === "|") push("pipe", at + 1);
    else if (char === ",") push("comma", at + 1);
    else if (char === "(") {
      depth++;
      push("(", at + 1);
    } else if (char === ")") {
      if (--depth < 0) return { offset: at, message: "there is no parenthesis to close here" };
      push(")", at + 1);
    } else if (char === '"' || char === "`") {
      const string = readString(source, at);
      if (string === undefined) return { offset: at, message: "the quoted string is not closed" };
      push("literal", string.end, "", string.value);
    } else if (char === "'") {
      const rune = readChar(source, at);
      if (rune === undefined) return { offset: at, message: "the character constant is not closed" };
      push("literal", rune.end, "", rune.value);
    } else if (char === "$") {
      const end = wordEnd(source, at + 1);
      push("variable", end, source.slice(at, end));
    } else if (isDigit(char) || ((char === "." || char === "-" || char === "+") && isNumberStart(source, at))) {
      const end = numberEnd(source, at);
      const value = numberValue(source.slice(at, end));
      if (value === undefined) return { offset: at, message: "this is no number" };
      push("literal", end, source.slice(at, end), value);
    } else if (char === ".") {
      const end = wordEnd(source, at + 1);
      push(end > at + 1 ? "field" : "dot", end, source.slice(at + 1, end));
    } else if (isWord(char)) {
      const end = wordEnd(source, at);
      push("word", end, source.slice(at, end));
    } else return { offset: at, message: `the character ${JSON.stringify(char)} has no place in an action` };
  }
}

function isSpace(char: string): boolean {
  return char !== "" && trimmable.includes(char);
}

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9" && char.length === 1;
}

function isWord(char: string): boolean {
  const code = char.charCodeAt(0);
  if (code < 128) return char === "_" || isDigit(char) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return code >= 128 && /^[\p{L}\p{Nd}\p{Cs}]$/u.test(char);
}

function wordEnd(source: string, from: number): number {
  let end = from;
  while (isWord(source.charAt(end))) end++;
  return end;
}

function isNumberStart(source: string, at: number): boolean {
  const next = source.charAt(at + 1);
  return isDigit(next) || (next === "." && source[at] !== "." && isDigit(source.charAt(at + 2)));
}

function numberEnd(source: string, from: number): number {
  let end = from + 1;
  for (;;) {
    const char = source.charAt(end);
    const signed = (char === "+" || char === "-") && /[eEpP]/.test(source.charAt(end - 1));
    if (!(isDigit(char) || /^[a-zA-Z_.]$/.test(char) || signed)) return end;
    end++;
  }
}

function numberValue(text: string): number | undefined {
  const plain = text.replaceAll("_", "").replace(/^\+/, "");
  const sign = plain.startsWith("-") ? -1 : 1;
  const digits = plain.replace(/^-/, "");
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return Number.isNaN(value) ? undefined : sign * value;
}

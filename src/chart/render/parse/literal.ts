import { fromBytes, runeWidth, toBytes } from "../bytes.ts";

const simpleEscapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "\\": 92,
};

/** What a Go string literal stands for, quotes included in `literal`; undefined where an escape is wrong (strconv.Unquote). */
export function unquote(literal: string): string | undefined {
  const body = literal.slice(1, -1);
  if (literal.startsWith("`")) return body.replaceAll("\r", "");
  if (!body.includes("\\")) return body;
  const parts: string[] = [];
  let hasBytes = false;
  for (let at = 0; at < body.length; ) {
    if (body[at] !== "\\") {
      const next = body.indexOf("\\", at);
      const end = next < 0 ? body.length : next;
      parts.push(body.slice(at, end));
      at = end;
      continue;
    }
    const escaped = readEscape(body, at + 1, '"');
    if (escaped === undefined) return undefined;
    if (escaped.isByte && escaped.value >= 0x80) {
      hasBytes = true;
      parts.push(String.fromCharCode(0xdc00 + escaped.value));
    } else parts.push(String.fromCodePoint(escaped.value));
    at = escaped.end;
  }
  const joined = parts.join("");
  // Bytes written one by one may make up whole runes.
  return hasBytes ? fromBytes(toBytes(joined)) : joined;
}

/** The code point of a character constant such as `'a'`; a string is the message of an error. */
export function readCharacter(literal: string): number | string {
  const body = literal.slice(1, -1);
  let value: number;
  let end: number;
  if (body.startsWith("\\")) {
    const escaped = readEscape(body, 1, "'");
    if (escaped === undefined) return "invalid syntax";
    value = escaped.value;
    end = escaped.end;
  } else {
    if (body === "") return "invalid syntax";
    value = body.codePointAt(0) ?? 0;
    end = runeWidth(body, 0);
  }
  return end === body.length ? value : `malformed character constant: ${literal}`;
}

function readEscape(
  body: string,
  at: number,
  quote: string,
): { value: number; end: number; isByte: boolean } | undefined {
  const char = body.charAt(at);
  if (char === quote) return { value: quote.charCodeAt(0), end: at + 1, isByte: false };
  const simple = Object.hasOwn(simpleEscapes, char) ? simpleEscapes[char] : undefined;
  if (simple !== undefined) return { value: simple, end: at + 1, isByte: false };
  const width = char === "x" ? 2 : char === "u" ? 4 : char === "U" ? 8 : 0;
  const digits = width > 0 ? body.slice(at + 1, at + 1 + width) : body.slice(at, at + 3);
  const isValid = width > 0 ? digits.length === width && /^[0-9a-fA-F]+$/.test(digits) : /^[0-7]{3}$/.test(digits);
  if (!isValid) return undefined;
  const value = Number.parseInt(digits, width > 0 ? 16 : 8);
  const isByte = width === 0 || width === 2;
  if (isByte ? value > 255 : value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return undefined;
  return { value, end: at + (width > 0 ? 1 + width : 3), isByte };
}

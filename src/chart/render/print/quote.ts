import { isRawByte, runeWidth } from "../bytes.ts";
import type { Text } from "../text.ts";
import { TextBuilder } from "../text-builder.ts";

const escapes: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
};

const plain = /^[ !#-[\]-~]*$/;

/** What Go's strconv takes for printable: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrintable(rune: string): boolean {
  return rune === " " || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(rune);
}

/** A string as Go quotes it (`%q`), its characters keeping their origins. */
export function quoteText(text: Text, isAscii = false): Text {
  const builder = new TextBuilder().add('"');
  if (plain.test(text.value)) return builder.addText(text).add('"').build();
  const { value } = text;
  let from = 0;
  for (let at = 0; at < value.length; ) {
    const width = runeWidth(value, at);
    const rune = value.slice(at, at + width);
    const escaped = escapeRune(rune, '"', isAscii);
    if (escaped !== rune) {
      if (at > from) builder.addText(text.slice(from, at));
      builder.add(escaped, text.originAt(at));
      from = at + width;
    }
    at += width;
  }
  if (from < value.length) builder.addText(text.slice(from));
  return builder.add('"').build();
}

/** A rune as Go quotes it (`%q`). */
export function quoteRune(rune: string): string {
  return `'${escapeRune(rune, "'")}'`;
}

/** One rune inside of a Go literal in the given quotes. */
export function escapeRune(rune: string, quote: string, isAscii = false): string {
  if (rune === quote) return `\\${quote}`;
  const simple = Object.hasOwn(escapes, rune) ? escapes[rune] : undefined;
  if (simple !== undefined) return simple;
  const point = rune.codePointAt(0) ?? 0;
  if (isRawByte(point)) return `\\x${hex(point - 0xdc00, 2)}`;
  if (point < 0x80 ? point >= 0x20 && point !== 0x7f : !isAscii && isPrintable(rune)) return rune;
  if (point < 0x20 || point === 0x7f) return `\\x${hex(point, 2)}`;
  return point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

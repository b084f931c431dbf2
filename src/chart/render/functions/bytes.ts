import { Text } from "../text.ts";

/** Go's strings are bytes: what counts or cuts them counts those of UTF-8. */

const FIRST_BYTE = 0xdc00;

/** The byte that a lone surrogate stands for; undefined for any other character. */
export function loneByte(codePoint: number): number | undefined {
  return codePoint >= 0xdc80 && codePoint <= 0xdcff ? codePoint - FIRST_BYTE : undefined;
}

/** How many bytes a code point takes: one for a lone surrogate, which is a byte. */
export function byteWidth(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  if (codePoint < 0x10000) return loneByte(codePoint) === undefined ? 3 : 1;
  return 4;
}

export function byteLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    const codePoint = text.codePointAt(i) ?? 0;
    length += byteWidth(codePoint) - (codePoint > 0xffff ? 2 : 1);
    if (codePoint > 0xffff) i++;
  }
  return length;
}

export function toBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(byteLength(text));
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    const byte = loneByte(code);
    if (code < 0x80) bytes[at++] = code;
    else if (byte !== undefined) bytes[at++] = byte;
    else {
      if (code > 0xffff) i++;
      const width = byteWidth(code);
      bytes[at++] = (width === 2 ? 0xc0 : width === 3 ? 0xe0 : 0xf0) | (code >> (6 * (width - 1)));
      for (let shift = 6 * (width - 2); shift >= 0; shift -= 6) bytes[at++] = 0x80 | ((code >> shift) & 0x3f);
    }
  }
  return bytes;
}

/** Bytes as a string; each that is no part of valid UTF-8 as Go sees it becomes a lone surrogate. */
export function fromBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  let units: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    const code = decode(bytes, i);
    if (code < 0) units.push(FIRST_BYTE + (bytes[i++] ?? 0));
    else if (code > 0xffff) {
      units.push(0xd800 + ((code - 0x10000) >> 10), FIRST_BYTE + (code & 0x3ff));
      i += 4;
    } else {
      units.push(code);
      i += byteWidth(code);
    }
    if (units.length > 8000) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  return parts.join("") + String.fromCharCode(...units);
}

/** The code point that starts at `i`; -1 where none does. */
function decode(bytes: Uint8Array, i: number): number {
  const first = bytes[i] ?? 0;
  if (first < 0x80) return first;
  const width = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return -1;
  let code = first & (0xff >> (width + 1));
  for (let k = 1; k < width; k++) {
    const next = bytes[i + k];
    if (next === undefined || (next & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (next & 0x3f);
  }
  const smallest = width === 2 ? 0x80 : width === 3 ? 0x800 : 0x10000;
  return code < smallest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? -1 : code;
}

/** Bytes that a cut tore apart and that stand together again make a character again. */
export function mend(text: string): string {
  return /[\udc80-\udcff]/.test(text) ? fromBytes(toBytes(text)) : text;
}

/** Whether it is valid UTF-8. */
export function isValid(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

/** As it leaves Go's encoders: bytes that are no UTF-8 as U+FFFD. */
export function toValid(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

/** The bytes from `start` up to `end` of a Go string; a character that is cut leaves its bytes. */
export function cutBytes(text: Text, start: number, end: number): Text {
  const { value } = text;
  const from = unitAt(value, start);
  const to = unitAt(value, end);
  if (from.inside === 0 && to.inside === 0) return text.slice(from.unit, to.unit);
  if (from.unit === to.unit) return torn(text, from.unit, from.inside, to.inside);
  const parts: Text[] = [];
  let unit = from.unit;
  if (from.inside > 0) {
    parts.push(torn(text, unit, from.inside, 4));
    unit += unitsAt(value, unit);
  }
  parts.push(text.slice(unit, to.unit));
  if (to.inside > 0) parts.push(torn(text, to.unit, 0, to.inside));
  return Text.join(parts);
}

function unitsAt(value: string, unit: number): number {
  return (value.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
}

/** Some bytes of the character at `unit`. */
function torn(text: Text, unit: number, from: number, to: number): Text {
  const whole = text.slice(unit, unit + unitsAt(text.value, unit));
  const bytes = toBytes(whole.value).slice(from, to);
  const origin = whole.runs?.[0]?.origin;
  return Text.from(fromBytes(bytes), origin === undefined ? undefined : { ...origin, isLiteral: false });
}

/** The character that the byte at `offset` belongs to, and how far inside it that is. */
function unitAt(value: string, offset: number): { unit: number; inside: number } {
  let at = 0;
  for (let unit = 0; unit < value.length; ) {
    const codePoint = value.codePointAt(unit) ?? 0;
    const width = byteWidth(codePoint);
    if (offset < at + width) return { unit, inside: offset - at };
    at += width;
    unit += codePoint > 0xffff ? 2 : 1;
  }
  return { unit: value.length, inside: 0 };
}

/** Compares as Go does, by bytes. */
export function compareBytes(left: string, right: string): number {
  if (left === right) return 0;
  const { length } = left;
  for (let i = 0; i < length && i < right.length; i++) {
    if (left.charCodeAt(i) === right.charCodeAt(i)) continue;
    const a = toBytes(left.slice(Math.max(i - 1, 0)));
    const b = toBytes(right.slice(Math.max(i - 1, 0)));
    for (let k = 0; k < a.length && k < b.length; k++) {
      const difference = (a[k] ?? 0) - (b[k] ?? 0);
      if (difference !== 0) return difference;
    }
    return a.length - b.length;
  }
  return length - right.length;
}

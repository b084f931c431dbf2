import type { Text } from "./text.ts";
import { TextBuilder } from "./text-builder.ts";

/** Whether a UTF-16 unit stands for a byte that is no part of valid UTF-8 (see {@link Text}). Only called for units that follow no high surrogate. */
export function isRawByte(unit: number): boolean {
  return unit >= 0xdc80 && unit <= 0xdcff;
}

/** How many bytes Go's string has. */
export function byteLength(value: string): number {
  let length = value.length;
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at);
    if (unit < 0x80) continue;
    if (unit < 0x800) length += 1;
    else if (unit >= 0xd800 && unit <= 0xdbff && isLow(value.charCodeAt(at + 1))) {
      length += 2;
      at++;
    } else if (!isRawByte(unit)) length += 2;
  }
  return length;
}

/** How many runes Go's string has: a wrong byte counts as one. */
export function runeCount(value: string): number {
  let count = value.length;
  for (let at = 0; at + 1 < value.length; at++) {
    const unit = value.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff && isLow(value.charCodeAt(at + 1))) {
      count--;
      at++;
    }
  }
  return count;
}

/** The bytes of Go's string. */
export function toBytes(value: string): Uint8Array {
  const bytes = new Uint8Array(byteLength(value));
  let to = 0;
  for (let at = 0; at < value.length; at++) {
    let point = value.charCodeAt(at);
    if (point >= 0xd800 && point <= 0xdbff && isLow(value.charCodeAt(at + 1))) {
      point = 0x10000 + ((point - 0xd800) << 10) + (value.charCodeAt(++at) - 0xdc00);
    }
    if (point < 0x80) bytes[to++] = point;
    else if (point < 0x800) {
      bytes[to++] = 0xc0 | (point >> 6);
      bytes[to++] = 0x80 | (point & 0x3f);
    } else if (isRawByte(point)) bytes[to++] = point - 0xdc00;
    else if (point < 0x10000) {
      bytes[to++] = 0xe0 | (point >> 12);
      bytes[to++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[to++] = 0x80 | (point & 0x3f);
    } else {
      bytes[to++] = 0xf0 | (point >> 18);
      bytes[to++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[to++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[to++] = 0x80 | (point & 0x3f);
    }
  }
  return bytes;
}

/** Go's string of these bytes; those that are no UTF-8 are kept one by one. */
export function fromBytes(bytes: Uint8Array): string {
  const parts: string[] = [];
  let units: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const { point, size } = decodeRune(bytes, at);
    if (point < 0) units.push(0xdc00 + (bytes[at] ?? 0));
    else if (point < 0x10000) units.push(point);
    else units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    at += size;
    if (units.length > 4096) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  parts.push(String.fromCharCode(...units));
  return parts.join("");
}

/** One rune of UTF-8 as Go decodes it: `point` is -1, and `size` 1, where the byte is wrong. */
function decodeRune(bytes: Uint8Array, at: number): { point: number; size: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { point: first, size: 1 };
  const wrong = { point: -1, size: 1 };
  const size =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (size === 0 || at + size > bytes.length) return wrong;
  let point = first & (0xff >> (size + 1));
  for (let more = 1; more < size; more++) {
    const next = bytes[at + more] ?? 0;
    if ((next & 0xc0) !== 0x80) return wrong;
    point = (point << 6) | (next & 0x3f);
  }
  const smallest = size === 2 ? 0x80 : size === 3 ? 0x800 : 0x10000;
  if (point < smallest || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return wrong;
  return { point, size };
}

/** `text[start:end]` as Go slices it, in bytes; a rune that is cut leaves its bytes. The bounds must lie within the text. */
export function sliceBytes(text: Text, start: number, end: number): Text {
  const { value } = text;
  if (byteLength(value) === value.length) return text.slice(start, end);
  const from = unitAt(value, start);
  const to = unitAt(value, end);
  if (from.inside === 0 && to.inside === 0) return text.slice(from.unit, to.unit);
  const builder = new TextBuilder();
  const bytes = toBytes(value).slice(start, end);
  const whole = from.inside === 0 ? from.unit : from.unit + from.width;
  const head = from.inside === 0 ? 0 : Math.min(from.size - from.inside, end - start);
  const tail = to.unit >= whole ? to.inside : 0;
  const raw = (part: Uint8Array, unit: number) => builder.add(fromBytes(part), text.originAt(unit));
  raw(bytes.slice(0, head), from.unit);
  if (to.unit > whole) builder.addText(text.slice(whole, to.unit));
  if (tail > 0) raw(bytes.slice(bytes.length - tail), to.unit);
  return builder.build();
}

/** The UTF-16 unit that begins at or holds a byte offset, and how far inside of its rune the offset is. */
function unitAt(value: string, offset: number): { unit: number; inside: number; size: number; width: number } {
  let bytes = 0;
  let at = 0;
  while (at < value.length) {
    const width = runeWidth(value, at);
    const size = byteLength(value.slice(at, at + width));
    if (bytes + size > offset) return { unit: at, inside: offset - bytes, size, width };
    bytes += size;
    at += width;
  }
  return { unit: value.length, inside: 0, size: 0, width: 0 };
}

/** How many UTF-16 units the rune at an offset takes. */
export function runeWidth(value: string, at: number): 1 | 2 {
  const unit = value.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff && isLow(value.charCodeAt(at + 1)) ? 2 : 1;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Go's order of strings, by bytes: negative, zero or positive. */
export function compareBytes(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let at = 0;
  while (at < length && one.charCodeAt(at) === other.charCodeAt(at)) at++;
  if (at === length) return one.length - other.length;
  const here = one.charCodeAt(at);
  const there = other.charCodeAt(at);
  if (here < 0xd800 && there < 0xd800) return here - there;
  const before = at > 0 ? at - 1 : 0;
  const mine = toBytes(one.slice(before));
  const theirs = toBytes(other.slice(before));
  for (let byte = 0; byte < mine.length && byte < theirs.length; byte++) {
    if (mine[byte] !== theirs[byte]) return (mine[byte] ?? 0) - (theirs[byte] ?? 0);
  }
  return mine.length - theirs.length;
}

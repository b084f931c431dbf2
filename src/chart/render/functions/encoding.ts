import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { TextBuilder } from "../text-builder.ts";
import type { FunctionSpec } from "../value.ts";
import { fromBytes, toBytes } from "./bytes.ts";
import { encodeText } from "./json-writer.ts";
import { fn, textOf } from "./make.ts";
import { computed } from "./origins.ts";
import type { FunctionTable } from "./registry.ts";

/** A function whose result is computed from the whole text. */
function onText(run: (text: string) => string): FunctionSpec {
  return fn(["string"], ([text], call) => {
    call.spend(textOf(text).value.length);
    return computed(run(textOf(text).value), textOf(text));
  });
}

const ALPHABET_64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const ALPHABET_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const padding = 0x3d;

function isLineBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** What a digit stands for; negative where it is none. */
function digitOf(alphabet: string, byte: number | undefined): number {
  return byte === undefined ? -1 : alphabet.indexOf(String.fromCharCode(byte));
}

/** Bytes of base64 as Go's StdEncoding reads it: line breaks are skipped, padding is needed; or the place of the first wrong byte. */
export function decodeBase64(text: string): Uint8Array | number {
  const source = toBytes(text);
  /** Where each byte stands that is read. */
  const at = new Uint32Array(source.length);
  let length = 0;
  for (const [i, byte] of source.entries()) if (!isLineBreak(byte)) at[length++] = i;
  const out = new Uint8Array(Math.ceil((length * 6) / 8));
  let to = 0;
  for (let start = 0; start < length; start += 4) {
    // The bits that do not fill a byte yet.
    let buffer = 0;
    let waiting = 0;
    let count = 0;
    for (; count < 4; count++) {
      if (start + count >= length) return source.length - count;
      const index = at[start + count] ?? 0;
      if (source[index] === padding) break;
      const digit = digitOf(ALPHABET_64, source[index]);
      if (digit < 0) return index;
      buffer = ((buffer << 6) | digit) & 0xffff;
      waiting += 6;
      if (waiting >= 8) {
        waiting -= 8;
        out[to++] = buffer >> waiting;
      }
    }
    if (count < 4) {
      if (count < 2) return at[start + count] ?? 0;
      for (let k = count; k < 4; k++) {
        if (start + k >= length) return source.length;
        const index = at[start + k] ?? 0;
        // Where the second of two padding bytes should be, Go names the byte ahead.
        if (source[index] !== padding) return index - 1;
      }
      if (start + 4 < length) return at[start + 4] ?? 0;
    }
  }
  return out.subarray(0, to);
}

/**
 * Bytes of base32 as Go's StdEncoding reads it; or the place of the first wrong byte, counted without line breaks. What
 * stands behind padding within eight bytes is not looked at.
 */
function decodeBase32(text: string): Uint8Array | number {
  const source = toBytes(text).filter((byte) => !isLineBreak(byte));
  const { length } = source;
  const out = new Uint8Array(Math.ceil((length * 5) / 8));
  let to = 0;
  for (let at = 0, isEnd = false; at < length && !isEnd; ) {
    let buffer = 0;
    let waiting = 0;
    for (let count = 0; count < 8 && !isEnd; ) {
      if (at >= length) return length - count;
      const byte = source[at++];
      const left = length - at;
      if (byte === padding && count >= 2 && left < 8) {
        if (left + count < 7) return length;
        for (let k = 0; k < 7 - count; k++) if (left > k && source[at + k] !== padding) return at + k - 1;
        if ([1, 3, 6].includes(count)) return at - 1;
        isEnd = true;
        continue;
      }
      const digit = digitOf(ALPHABET_32, byte);
      if (digit < 0) return at - 1;
      count++;
      buffer = ((buffer << 5) | digit) & 0xffff;
      waiting += 5;
      if (waiting >= 8) {
        waiting -= 8;
        out[to++] = buffer >> waiting;
      }
    }
  }
  return out.subarray(0, to);
}

function decoding(name: string, decode: (text: string) => Uint8Array | number): FunctionSpec {
  return onText((text) => {
    const result = decode(text);
    return typeof result === "number" ? `illegal ${name} data at input byte ${result}` : fromBytes(result);
  });
}

function base32(bytes: Uint8Array): string {
  const out = new TextBuilder();
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff;
    for (count += 8; count >= 5; count -= 5) out.add(ALPHABET_32.charAt((bits >> (count - 5)) & 31));
  }
  if (count > 0) out.add(ALPHABET_32.charAt((bits << (5 - count)) & 31));
  return out.pad("=", (8 - (out.length % 8)) % 8).build().value;
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

export const encodingFunctions: FunctionTable = {
  b64enc: onText(encodeText),
  b64dec: decoding("base64", decodeBase64),
  b32enc: onText((text) => base32(toBytes(text))),
  b32dec: decoding("base32", decodeBase32),
  sha1sum: onText((text) => bytesToHex(sha1(toBytes(text)))),
  sha256sum: onText((text) => bytesToHex(sha256(toBytes(text)))),
  sha512sum: onText((text) => bytesToHex(sha512(toBytes(text)))),
  adler32sum: onText((text) => String(adler32(toBytes(text)))),
};

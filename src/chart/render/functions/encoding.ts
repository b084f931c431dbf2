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

/** Bytes of base64 or base32 text as Go's StdEncoding reads it: line breaks are skipped, padding is needed; or the place of the first wrong byte. */
export function decodeBase(text: string, bits: 6 | 5): Uint8Array | number {
  const alphabet = bits === 6 ? ALPHABET_64 : ALPHABET_32;
  const group = bits === 6 ? 4 : 8;
  const source = toBytes(text);
  const isSkipped = (byte: number | undefined) => byte === 0x0a || byte === 0x0d;
  /** Where each byte stands that is read. */
  const at = new Uint32Array(source.length);
  let length = 0;
  for (let i = 0; i < source.length; i++) if (!isSkipped(source[i])) at[length++] = i;
  const out = new Uint8Array(Math.ceil((length * bits) / 8));
  let to = 0;
  for (let start = 0; start < length; start += group) {
    // The bits that do not fill a byte yet.
    let buffer = 0;
    let waiting = 0;
    let count = 0;
    for (; count < group; count++) {
      if (start + count >= length) return (bits === 6 ? source.length : length) - count;
      const index = at[start + count] ?? 0;
      if (source[index] === 0x3d) break;
      const digit = alphabet.indexOf(String.fromCharCode(source[index] ?? 0));
      if (digit < 0) return index;
      buffer = ((buffer << bits) | digit) & 0xffff;
      waiting += bits;
      if (waiting >= 8) {
        waiting -= 8;
        out[to++] = buffer >> waiting;
      }
    }
    if (count < group) {
      const allowed = bits === 6 ? [2, 3] : [2, 4, 5, 7];
      if (!allowed.includes(count)) return at[start + count] ?? 0;
      for (let k = count; k < group; k++) {
        if (start + k >= length) return source.length;
        const padding = at[start + k] ?? 0;
        if (source[padding] !== 0x3d) return padding;
      }
      if (start + group < length) return at[start + group] ?? 0;
    }
  }
  return out.subarray(0, to);
}

function decoded(bits: 6 | 5): FunctionSpec {
  return onText((text) => {
    const result = decodeBase(text, bits);
    if (typeof result !== "number") return fromBytes(result);
    return `illegal base${bits === 6 ? 64 : 32} data at input byte ${result}`;
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
  b64dec: decoded(6),
  b32enc: onText((text) => base32(toBytes(text))),
  b32dec: decoded(5),
  sha1sum: onText((text) => bytesToHex(sha1(toBytes(text)))),
  sha256sum: onText((text) => bytesToHex(sha256(toBytes(text)))),
  sha512sum: onText((text) => bytesToHex(sha512(toBytes(text)))),
  adler32sum: onText((text) => String(adler32(toBytes(text)))),
};

import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
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
  const out: number[] = [];
  const at: number[] = [];
  for (let i = 0; i < source.length; i++) if (source[i] !== 0x0a && source[i] !== 0x0d) at.push(i);
  for (let start = 0; start < at.length; start += group) {
    let buffer = 0n;
    let count = 0;
    for (; count < group; count++) {
      const index = at[start + count];
      if (index === undefined) return (bits === 6 ? source.length : at.length) - count;
      if (source[index] === 0x3d) break;
      const digit = alphabet.indexOf(String.fromCharCode(source[index] ?? 0));
      if (digit < 0) return index;
      buffer = (buffer << BigInt(bits)) | BigInt(digit);
    }
    if (count < group) {
      const allowed = bits === 6 ? [2, 3] : [2, 4, 5, 7];
      const index = at[start + count] ?? 0;
      if (!allowed.includes(count)) return index;
      for (let k = count; k < group; k++) {
        const padding = at[start + k];
        if (padding === undefined) return source.length;
        if (source[padding] !== 0x3d) return padding;
      }
      const trailing = at[start + group];
      if (trailing !== undefined) return trailing;
    }
    const size = Math.floor((count * bits) / 8);
    const spare = BigInt(count * bits - size * 8);
    const whole = buffer >> spare;
    for (let k = size - 1; k >= 0; k--) out.push(Number((whole >> BigInt(8 * k)) & 0xffn));
  }
  return Uint8Array.from(out);
}

function decoded(bits: 6 | 5): FunctionSpec {
  return onText((text) => {
    const result = decodeBase(text, bits);
    if (typeof result !== "number") return fromBytes(result);
    return `illegal base${bits === 6 ? 64 : 32} data at input byte ${result}`;
  });
}

function base32(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i += 5) {
    let buffer = 0n;
    for (let k = 0; k < 5; k++) buffer = (buffer << 8n) | BigInt(bytes[i + k] ?? 0);
    const digits = Math.ceil((Math.min(5, bytes.length - i) * 8) / 5);
    for (let k = 0; k < 8; k++) out += k < digits ? ALPHABET_32[Number((buffer >> BigInt(35 - 5 * k)) & 31n)] : "=";
  }
  return out;
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

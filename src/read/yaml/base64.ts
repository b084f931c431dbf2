import { Pieces } from "./pieces.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * `!!binary` data as go-yaml v2 and Go's JSON encoder give it: standard base64 with its padding, line breaks between
 * the characters allowed, bytes that are no UTF-8 replaced by U+FFFD one by one. Undefined where it is no base64.
 */
export function decodeBase64(text: string): string | undefined {
  const data = text.replace(/[\r\n]/g, "");
  if (data.length % 4 !== 0) return undefined;
  const padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((data.length / 4) * 3);
  let count = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < data.length - padding; i++) {
    const sextet = ALPHABET.indexOf(data.charAt(i));
    if (sextet < 0) return undefined;
    bits = ((bits << 6) | sextet) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[count++] = (bits >> held) & 0xff;
    }
  }
  return decodeUtf8(bytes.subarray(0, count));
}

/** UTF-8 as Go ranges over a string: a byte that begins no valid sequence is U+FFFD by itself. */
function decodeUtf8(bytes: Uint8Array): string {
  const text = new Pieces();
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i] ?? 0;
    const width =
      lead < 0x80
        ? 1
        : lead >= 0xc2 && lead < 0xe0
          ? 2
          : lead >= 0xe0 && lead < 0xf0
            ? 3
            : lead >= 0xf0 && lead < 0xf5
              ? 4
              : 0;
    let code = width === 1 ? lead : width === 0 ? -1 : lead & (0xff >> (width + 1));
    for (let k = 1; k < width && code >= 0; k++) {
      const next = bytes[i + k] ?? 0;
      code = (next & 0xc0) === 0x80 ? (code << 6) | (next & 0x3f) : -1;
    }
    const valid =
      code >= 0 &&
      !(code >= 0xd800 && code <= 0xdfff) &&
      code <= 0x10ffff &&
      !(width === 3 && code < 0x800) &&
      !(width === 4 && code < 0x10000);
    text.add(valid ? String.fromCodePoint(code) : "\ufffd");
    i += valid ? width : 1;
  }
  return text.take();
}

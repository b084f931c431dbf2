/*
 * Go's reading of base64: four characters at a time, line breaks passed over.
 * Source: encoding/base64 (Encoding.decodeQuantum of StdEncoding), encoding/json (literalStore).
 */

/** Most of what is written: whole groups of four in one line. */
const plain = /^[A-Za-z0-9+/]*={0,2}$/;

/** What Go says of a text that is no base64, or undefined. The place is counted in bytes. */
export function base64Complaint(text: string): string | undefined {
  if (text.length % 4 === 0 && plain.test(text)) return undefined;
  const fault = faultIn(new TextEncoder().encode(text));
  return fault === undefined ? undefined : `illegal base64 data at input byte ${fault}`;
}

function faultIn(bytes: Uint8Array): number | undefined {
  let at = 0;
  const skipBreaks = (): void => {
    while (isBreak(bytes[at])) at++;
  };
  for (;;) {
    for (let inGroup = 0; inGroup < 4; inGroup++) {
      skipBreaks();
      const byte = bytes[at];
      if (byte === undefined) return inGroup === 0 ? undefined : at - inGroup;
      at++;
      if (isDigit(byte)) continue;
      if (byte !== padding || inGroup < 2) return at - 1;
      if (inGroup === 2) {
        skipBreaks();
        if (at === bytes.length) return at;
        if (bytes[at] !== padding) return at - 1;
        at++;
      }
      skipBreaks();
      return at < bytes.length ? at : undefined;
    }
  }
}

/** `=` */
const padding = 0x3d;

function isBreak(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function isDigit(byte: number): boolean {
  const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
  return isLetter || (byte >= 0x2f && byte <= 0x39) || byte === 0x2b;
}

import { fromBytes, isRawByte, sliceBytes, toBytes } from "../bytes.ts";

export { byteLength, compareBytes, fromBytes, toBytes } from "../bytes.ts";
export { sliceBytes as cutBytes };

/** The byte that a lone surrogate stands for; undefined for any other character. */
export function loneByte(codePoint: number): number | undefined {
  return isRawByte(codePoint) ? codePoint - 0xdc00 : undefined;
}

/** Bytes that a cut tore apart and that stand together again make a character again. */
export function mend(text: string): string {
  return /[\udc80-\udcff]/.test(text) ? fromBytes(toBytes(text)) : text;
}

/** Most texts have none, and are told so much sooner than by a pattern that looks for pairs. */
const anySurrogate = /[\ud800-\udfff]/;

/** Whether it is valid UTF-8. */
export function isValid(text: string): boolean {
  return !anySurrogate.test(text) || !/\p{Cs}/u.test(text);
}

/** As it leaves Go's encoders: bytes that are no UTF-8 as U+FFFD. */
export function toValid(text: string): string {
  return anySurrogate.test(text) ? text.replace(/\p{Cs}/gu, "\ufffd") : text;
}

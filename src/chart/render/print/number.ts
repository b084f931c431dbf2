import type { Flags } from "./flags.ts";
import { formatFloat } from "./float.ts";

/** Pads to the flags' width, by runes; zeros only where they may stand, on the left. */
export function padded(text: string, flags: Flags, zero = flags.zero): string {
  if (flags.width === undefined || flags.width <= text.length) return text;
  const fill = (zero && !flags.minus ? "0" : " ").repeat(flags.width - [...text].length);
  return flags.minus ? text + fill : fill + text;
}

/** An integer in a base of 2, 8, 10 or 16 (fmt fmtInteger). */
export function formatInteger(value: bigint, base: number, verb: string, flags: Flags): string {
  const isNegative = value < 0n;
  let digits = (isNegative ? -value : value).toString(base);
  if (verb === "X") digits = digits.toUpperCase();
  let least = 0;
  if (flags.precision !== undefined) {
    least = flags.precision;
    if (least === 0 && value === 0n) return " ".repeat(flags.width ?? 0);
  } else if (flags.zero && !flags.minus && flags.width !== undefined) {
    least = flags.width - (isNegative || flags.plus || flags.space ? 1 : 0);
  }
  digits = digits.padStart(least, "0");
  if (flags.sharp) {
    if (base === 2) digits = `0b${digits}`;
    else if (base === 8 && !digits.startsWith("0")) digits = `0${digits}`;
    else if (base === 16) digits = (verb === "X" ? "0X" : "0x") + digits;
  }
  if (verb === "O") digits = `0o${digits}`;
  const sign = isNegative ? "-" : flags.plus ? "+" : flags.space ? " " : "";
  return padded(sign + digits, flags, false);
}

/** A float under one of fmt's verbs (fmt fmtFloat); `bits` is the size of its type. */
export function formatFloatVerb(
  value: number,
  bits: 32 | 64,
  verb: string,
  ownPrecision: number,
  flags: Flags,
): string {
  const precision = flags.precision ?? ownPrecision;
  let text = formatFloat(value, verb, precision, bits);
  if (!/^[+-]/.test(text)) text = `+${text}`;
  if (flags.space && text.startsWith("+") && !flags.plus) text = ` ${text.slice(1)}`;
  if (text[1] === "I" || text[1] === "N") {
    if (text[1] === "N" && !flags.space && !flags.plus) text = text.slice(1);
    if (text === "+Inf" && !flags.plus) text = "+Inf";
    return padded(text, flags, false);
  }
  if (flags.sharp && verb !== "b") text = withPoint(text, verb, precision);
  if (flags.plus || !text.startsWith("+")) {
    if (flags.zero && !flags.minus && flags.width !== undefined && flags.width > text.length) {
      return text.charAt(0) + "0".repeat(flags.width - text.length) + text.slice(1);
    }
    return padded(text, flags);
  }
  return padded(text.slice(1), flags);
}

/** `%#g`: always a point, and the zeros that `g` drops. */
function withPoint(signed: string, verb: string, precision: number): string {
  let digits = verb === "g" || verb === "G" || verb === "x" ? (precision === -1 ? 6 : precision) : 0;
  const isHex = verb === "x" || verb === "X";
  const tailAt = signed.search(isHex ? /[pP]/ : /[eEpP]/);
  let body = tailAt < 0 ? signed : signed.slice(0, tailAt);
  const tail = tailAt < 0 ? "" : signed.slice(tailAt);
  let sawNonzero = false;
  for (const char of body.slice(1)) {
    if (char === ".") continue;
    if (char !== "0") sawNonzero = true;
    if (sawNonzero) digits--;
  }
  if (!body.includes(".")) {
    if (body.length === 2 && body[1] === "0") digits--;
    body += ".";
  }
  return body + "0".repeat(Math.max(0, digits)) + tail;
}

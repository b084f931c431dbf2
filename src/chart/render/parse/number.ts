import { formatFloat } from "../print/float.ts";

/** A number in a template: which of Go's kinds can hold it, as its syntax and size decide (parse newNumber). */
export interface NumberLiteral {
  readonly text: string;
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  /** As Go prints it, of a number with an imaginary part. */
  readonly complex?: string;
}

const largestInt = (1n << 63n) - 1n;
const largestUint = (1n << 64n) - 1n;

/** Reads a number; a string is the message of an error. */
export function readNumber(text: string): NumberLiteral | string {
  if (text.endsWith("i")) {
    const imaginary = parseFloatGo(text.slice(0, -1));
    if (imaginary !== undefined) {
      const complex = complexText(0, imaginary);
      return imaginary === 0 ? { text, complex, int: 0n, uint: 0n, float: 0 } : { text, complex };
    }
  }
  const whole = parseIntGo(text);
  const isSigned = text.startsWith("+") || text.startsWith("-");
  const int = whole !== undefined && whole <= largestInt && whole >= -largestInt - 1n ? whole : undefined;
  const uint =
    whole !== undefined && whole >= 0n && whole <= largestUint && (!isSigned || whole === 0n) ? whole : undefined;
  if (int !== undefined) return { text, int, ...(uint !== undefined && { uint }), float: Number(int) };
  if (uint !== undefined) return { text, uint, float: Number(uint) };
  const float = parseFloatGo(text);
  if (float === undefined || !Number.isFinite(float)) return `illegal number syntax: ${JSON.stringify(text)}`;
  if (!/[.eEpP]/.test(text)) return `integer overflow: ${JSON.stringify(text)}`;
  const exact = Number.isInteger(float) && Math.abs(float) < 2 ** 63 ? BigInt(float) : undefined;
  return {
    text,
    float,
    ...(exact !== undefined && { int: exact }),
    ...(exact !== undefined && exact >= 0n && { uint: exact }),
  };
}

/** Reads `1+2i`; a string is the message of an error. */
export function readComplex(text: string): NumberLiteral | string {
  const split = Math.max(text.lastIndexOf("+"), text.lastIndexOf("-"));
  const real = parseFloatGo(text.slice(0, split));
  const imaginary = parseFloatGo(text.slice(split, -1));
  if (real === undefined || imaginary === undefined) return "syntax error scanning complex number";
  return { text, complex: complexText(real, imaginary) };
}

function complexText(real: number, imaginary: number): string {
  const part = formatFloat(imaginary, "g", -1, 64);
  return `(${formatFloat(real, "g", -1, 64)}${/^[+-]/.test(part) ? part : `+${part}`}i)`;
}

/** strconv.ParseInt with base 0: prefixes and underscores; undefined where it is no integer. */
export function parseIntGo(text: string): bigint | undefined {
  const sign = text.startsWith("-") ? -1n : 1n;
  const body = text.replace(/^[+-]/, "");
  if (!underscoresFit(body)) return undefined;
  const plain = body.replaceAll("_", "").toLowerCase();
  if (/^0x[0-9a-f]+$/.test(plain) || /^0b[01]+$/.test(plain) || /^0o[0-7]+$/.test(plain)) return sign * BigInt(plain);
  if (/^0[0-7]+$/.test(plain)) return sign * BigInt(`0o${plain.slice(1)}`);
  return /^(0|[1-9][0-9]*)$/.test(plain) ? sign * BigInt(plain) : undefined;
}

/** Underscores may only stand between digits, or between a prefix and a digit. */
function underscoresFit(body: string): boolean {
  if (!body.includes("_")) return true;
  const prefixed = /^0[xXbBoO]/.test(body) || /^0[0-9_]/.test(body);
  const isHex = /^0[xX]/.test(body);
  const digits = prefixed && /^0[xXbBoO]/.test(body) ? body.slice(2) : body;
  const allowed = isHex ? /^_?[0-9a-fA-F]+(_[0-9a-fA-F]+)*$/ : /^_?[0-9]+(_[0-9]+)*$/;
  return allowed.test(digits) && (prefixed || !digits.startsWith("_"));
}

/** strconv.ParseFloat; underscores only with a base prefix, which for floats is hexadecimal. */
function parseFloatGo(text: string): number | undefined {
  if (/^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) return Number(text);
  const hex = /^([+-]?)0[xX]([0-9a-fA-F_]*)(?:\.([0-9a-fA-F_]*))?[pP]([+-]?[0-9]+)$/.exec(text);
  if (hex === null) return undefined;
  const [, sign = "", whole = "", part = "", power = "0"] = hex;
  const digits = `${whole}${part}`.replaceAll("_", "");
  if (digits === "" || Math.abs(Number(power)) > 5000) return digits === "" ? undefined : 0;
  const places = part.replaceAll("_", "").length;
  const value = Number(BigInt(`0x${digits}`)) * 2 ** (Number(power) - 4 * places);
  return sign === "-" ? -value : value;
}

import type { Value } from "../value.ts";

/** github.com/spf13/cast 1.7.0, where what cannot be cast is 0. */

const MIN_INT64 = -0x8000_0000_0000_0000n;

/** `cast.ToInt64` and, on 64 bits, `cast.ToInt`. */
export function toInt64(value: Value): bigint {
  switch (value.kind) {
    case "int":
      return BigInt.asIntN(64, value.value);
    case "float":
      return truncate(value.value);
    case "bool":
      return value.value ? 1n : 0n;
    case "string":
      return parseInt64(trimZeroDecimal(value.value), 0) ?? 0n;
    default:
      return 0n;
  }
}

/** Go on amd64: what does not fit becomes the smallest integer. */
export function truncate(value: number): bigint {
  const whole = Math.trunc(value);
  return whole >= -(2 ** 63) && whole < 2 ** 63 ? BigInt(whole) : MIN_INT64;
}

/** `1.00` is cast like `1`. */
function trimZeroDecimal(text: string): string {
  return /\.0+$/.test(text.slice(-400)) ? text.slice(0, text.lastIndexOf(".")) : text;
}

/** `strconv.ParseInt(text, base, 64)`; undefined where that fails. */
export function parseInt64(text: string, base: 0 | 8 | 10): bigint | undefined {
  const sign = text[0] === "-" || text[0] === "+" ? text[0] : "";
  const magnitude = parseMagnitude(text.slice(sign.length), base);
  if (magnitude === undefined) return undefined;
  const value = sign === "-" ? -magnitude : magnitude;
  return value === BigInt.asIntN(64, value) ? value : undefined;
}

function parseMagnitude(digits: string, base: 0 | 8 | 10): bigint | undefined {
  if (base === 10) return /^[0-9]+$/.test(digits) ? big(digits) : undefined;
  if (base === 8) return /^[0-7]+$/.test(digits) ? big(digits, "0o") : undefined;
  const match = /^0([xXoObB]?)(_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)$/.exec(digits);
  if (match === null) return /^[0-9]+(?:_[0-9]+)*$/.test(digits) ? big(digits.replaceAll("_", "")) : undefined;
  const letter = (match[1] ?? "").toLowerCase();
  const body = (match[2] ?? "").replaceAll("_", "");
  if (letter === "x") return big(body, "0x");
  if (letter === "b") return /^[01]+$/.test(body) ? big(body, "0b") : undefined;
  return /^[0-7]+$/.test(body) ? big(body, "0o") : undefined;
}

function big(digits: string, prefix = ""): bigint | undefined {
  const counted = digits.replace(/^0+(?=.)/, "");
  return counted.length > 70 ? undefined : BigInt(prefix + counted);
}

/** `cast.ToFloat64`. */
export function toFloat64(value: Value): number {
  switch (value.kind) {
    case "float":
      return value.value;
    case "int":
      return Number(value.value);
    case "bool":
      return value.value ? 1 : 0;
    case "string":
      return parseFloat64(value.value) ?? 0;
    default:
      return 0;
  }
}

/** `strconv.ParseFloat(text, 64)`; undefined where that fails. */
export function parseFloat64(text: string): number | undefined {
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (word !== null) {
    if ((word[2] ?? "").toLowerCase() === "nan") return word[1] === "" ? Number.NaN : undefined;
    return word[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (/^[+-]?0x/i.test(text)) return parseHexFloat(text);
  if (!/^[+-]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?$/.test(text)) return undefined;
  if (/_(?![0-9])|(?<![0-9])_/.test(text)) return undefined;
  const value = Number(text.replaceAll("_", ""));
  return Number.isFinite(value) ? value : undefined;
}

function parseHexFloat(text: string): number | undefined {
  const match = /^([+-]?)0x([0-9a-f_]*)(?:\.([0-9a-f]*))?p([+-]?[0-9]+)$/i.exec(text);
  if (match === null) return undefined;
  const whole = (match[2] ?? "").replaceAll("_", "");
  const fraction = match[3] ?? "";
  if (whole + fraction === "" || whole.length + fraction.length > 300) return undefined;
  const mantissa = Number(BigInt(`0x${whole}${fraction}`));
  const value = mantissa * 2 ** (Number(match[4]) - 4 * fraction.length);
  if (!Number.isFinite(value)) return undefined;
  return match[1] === "-" ? -value : value;
}

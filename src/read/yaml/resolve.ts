import { decodeBase64 } from "./base64.ts";
import { formatFloatKey, parseFloatScalar, parseInteger, parsePointFloat } from "./numbers.ts";
import { isTimestamp } from "./timestamp.ts";

/** What a scalar can be. Integers beyond 2^53 are rounded, as JSON readers do. */
export type Scalar = string | number | boolean | null;

const PREFIX = "tag:yaml.org,2002:";
export const MERGE_TAG = `${PREFIX}merge`;

/** A plain scalar without a tag, as go-yaml v2 resolves it (resolve.go). Dates stay strings, as do base-60 numbers. */
export function resolvePlain(text: string): Scalar {
  if (text.length === 0) return null;
  const first = text.charCodeAt(0);
  if (first > 0x79 /* y */) return text === "~" ? null : text;
  if (first < 0x3a) {
    if (first >= 0x30 || first === 0x2d || first === 0x2b) return resolveNumber(text, first);
    return first === 0x2e ? resolvePoint(text) : text;
  }
  return text.length > 5 ? text : resolveWord(text);
}

function resolveWord(text: string): Scalar {
  switch (text) {
    case "true":
    case "True":
    case "TRUE":
    case "yes":
    case "Yes":
    case "YES":
    case "y":
    case "Y":
    case "on":
    case "On":
    case "ON":
      return true;
    case "false":
    case "False":
    case "FALSE":
    case "no":
    case "No":
    case "NO":
    case "n":
    case "N":
    case "off":
    case "Off":
    case "OFF":
      return false;
    case "null":
    case "Null":
    case "NULL":
      return null;
    default:
      return text;
  }
}

function resolvePoint(text: string): Scalar {
  switch (text) {
    case ".nan":
    case ".NaN":
    case ".NAN":
      return Number.NaN;
    case ".inf":
    case ".Inf":
    case ".INF":
      return Number.POSITIVE_INFINITY;
    default:
      return parsePointFloat(text) ?? text;
  }
}

function resolveNumber(text: string, first: number): Scalar {
  // The usual case: few digits and nothing else.
  const { length } = text;
  if (length < 10 && (first !== 0x30 || length === 1)) {
    let value = 0;
    let i = 0;
    for (; i < length; i++) {
      const digit = text.charCodeAt(i) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (i === length) return value;
  }
  if (first < 0x30) {
    const rest = text.slice(1);
    if (rest === ".inf" || rest === ".Inf" || rest === ".INF")
      return first === 0x2d ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  // Nothing that stands for a number is longer, except for zeros and digits without end.
  if (length > 40 && !/^[-+]?[0-9_.xXoObB][0-9a-fA-F_.eE+-]*$/.test(text)) return text;
  const integer = parseInteger(text);
  if (integer !== undefined) return Number(integer);
  return parseFloatScalar(text) ?? text;
}

/** A scalar with a tag; undefined where it cannot be what its tag says. A tag of one's own means a string. */
export function resolveTagged(tag: string, text: string): Scalar | undefined {
  if (tag === `${PREFIX}str`) return text;
  if (tag === `${PREFIX}binary`) return decodeBase64(text);
  const wanted = tag.startsWith(PREFIX) ? tag.slice(PREFIX.length) : "";
  if (wanted !== "bool" && wanted !== "int" && wanted !== "float" && wanted !== "null" && wanted !== "timestamp")
    return text;
  if (wanted === "timestamp") return isTimestamp(text) ? text : undefined;
  const value = resolvePlain(text);
  if (wanted === "null") return value === null ? value : undefined;
  if (wanted === "bool") return typeof value === "boolean" ? value : undefined;
  if (typeof value !== "number") return undefined;
  const integer = parseInteger(text);
  if (wanted === "int") return integer === undefined ? undefined : value;
  // Go's 64-bit unsigned integers are not turned into floats.
  return typeof integer === "bigint" && integer > 0x7fff_ffff_ffff_ffffn ? undefined : value;
}

/**
 * A key that is no string, as sigs.k8s.io/yaml writes it in JSON, and what tells keys of equal text apart:
 * the integer 1 and the string "1" are two keys to go-yaml. Undefined where JSON has no such key:
 * null, and integers that need an unsigned 64 bits.
 */
export function resolveKey(value: Scalar, text: string, tag: string): { text: string; identity: string } | undefined {
  if (typeof value === "string") return { text: value, identity: "string" };
  if (typeof value === "boolean") return { text: String(value), identity: "bool" };
  if (value === null) return undefined;
  const integer = tag === `${PREFIX}float` ? undefined : parseInteger(text);
  if (integer === undefined)
    return { text: formatFloatKey(value), identity: `float ${Number.isNaN(value) ? "" : value}` };
  if (typeof integer === "bigint" && integer > 0x7fff_ffff_ffff_ffffn) return undefined;
  return { text: String(integer), identity: "int" };
}

/**
 * Numbers as go-yaml v2 reads plain scalars (resolve.go): Go's `strconv.ParseInt` and `ParseUint` with base 0 after
 * taking out underscores, then YAML's own floats, then binary numbers with a sign inside.
 */

const MAX_INT64 = 0x7fff_ffff_ffff_ffffn;
const MIN_INT64 = -0x8000_0000_0000_0000n;
const MAX_UINT64 = 0xffff_ffff_ffff_ffffn;

/** An integer of 64 bits, signed or unsigned, as a number where that is exact; undefined for anything else. */
export function parseInteger(text: string): number | bigint | undefined {
  const plain = withoutUnderscores(text);
  const first = plain.charCodeAt(0);
  const signed = first === 0x2d || first === 0x2b;
  const digits = signed ? plain.slice(1) : plain;
  const value = parseUnsigned(digits);
  if (value !== undefined) {
    if (typeof value === "number") return first === 0x2d && value !== 0 ? -value : value;
    const result = first === 0x2d ? -value : value;
    if (result >= MIN_INT64 && result <= (signed ? MAX_INT64 : MAX_UINT64)) return result;
  }
  // `0b+1`: Go's ParseInt sees the sign once the prefix is cut off.
  const inner = /^0b([+-])([01]+)$/.exec(plain);
  if (inner === null) return undefined;
  const magnitude = BigInt(`0b${inner[2]}`);
  const result = inner[1] === "-" ? -magnitude : magnitude;
  if (result < MIN_INT64 || result > MAX_INT64) return undefined;
  return Number.isSafeInteger(Number(result)) ? Number(result) : result;
}

/** So many characters are looked at together. */
const manyDigits = 4096;

/** V8 holds what `replaceAll` gives as the pieces that it is made of, which are many times as long: these are joined. */
function withoutUnderscores(text: string): string {
  if (!text.includes("_")) return text;
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += manyDigits)
    parts.push(
      text
        .slice(at, at + manyDigits)
        .split("_")
        .join(""),
    );
  return parts.join("");
}

/** Digits with Go's prefixes: `0x`, `0o`, `0b` in either case, and `0` for octal. */
function parseUnsigned(digits: string): number | bigint | undefined {
  if (digits.charCodeAt(0) !== 0x30 || digits.length === 1) return decimal(digits);
  const letter = digits.length > 2 ? digits.charAt(1).toLowerCase() : "";
  const prefixed = letter === "x" || letter === "o" || letter === "b";
  const body = prefixed ? digits.slice(2) : digits.slice(1);
  const valid = letter === "x" ? /^[0-9a-fA-F]+$/ : letter === "b" ? /^[01]+$/ : /^[0-7]+$/;
  // More digits than 64 bits can have even with leading zeros ahead are decided on the digits that count.
  const counted = body.replace(/^0+(?=.)/, "");
  if (!valid.test(body) || counted.length > 64) return undefined;
  const big = BigInt(`0${letter === "x" || letter === "b" ? letter : "o"}${counted}`);
  return big <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(big) : big;
}

function decimal(digits: string): number | bigint | undefined {
  const { length } = digits;
  if (length === 0 || length > 20) return undefined;
  let value = 0;
  for (let i = 0; i < length; i++) {
    const digit = digits.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : BigInt(digits);
}

/** A float in YAML's decimal form; undefined for anything else, and for one that 64 bits cannot hold. */
export function parseFloatScalar(text: string): number | undefined {
  const plain = withoutUnderscores(text);
  if (!/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** A float that starts with its point, as Go's `strconv.ParseFloat` reads it: underscores may stand between digits. */
export function parsePointFloat(text: string): number | undefined {
  if (!/^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/.test(text)) return undefined;
  const value = Number(withoutUnderscores(text));
  return Number.isFinite(value) ? value : undefined;
}

/**
 * A float as sigs.k8s.io/yaml writes it where it is a key: Go's `strconv.FormatFloat(value, 'g', -1, 32)`, the
 * shortest digits that give the same 32-bit float.
 */
export function formatFloatKey(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? ".inf" : "-.inf";
  if (single === 0) return Object.is(single, -0) ? "-0" : "0";
  let text = "";
  for (let digits = 0; digits < 17; digits++) {
    text = single.toExponential(digits);
    if (Math.fround(Number(text)) === single) break;
  }
  const [mantissa = "", exponentText = ""] = text.split("e");
  const exponent = Number(exponentText);
  const digits = mantissa.replace(/[-.]/g, "");
  if (exponent < -4 || exponent >= 6) {
    const sign = exponent < 0 ? "-" : "+";
    const shown = String(Math.abs(exponent)).padStart(2, "0");
    return `${mantissa}e${sign}${shown}`;
  }
  return plainDecimal(single < 0 ? "-" : "", digits, exponent);
}

function plainDecimal(sign: string, digits: string, exponent: number): string {
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const rest = digits.slice(exponent + 1);
  return rest === "" ? sign + whole : `${sign}${whole}.${rest}`;
}

/** Significant decimal digits (no point) and the power of ten of the first: 1.25e3 is `125` and 3. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

/**
 * A float as Go's strconv.FormatFloat writes it. `precision` -1 asks for the fewest digits that read back as the same
 * number of `bits` bits. `x` and `b` are Go's hexadecimal and binary exponents.
 */
export function formatFloat(value: number, verb: string, precision: number, bits: 32 | 64): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const size = Math.abs(value);
  switch (verb) {
    case "e":
    case "E":
      return sign + exponential(precision < 0 ? shortest(size, bits) : rounded(size, precision + 1), precision, verb);
    case "f":
      return sign + (precision < 0 ? plain(shortest(size, bits)) : fixed(size, precision));
    case "g":
    case "G":
      return sign + general(size, verb, precision, bits);
    case "x":
    case "X":
      return sign + hexadecimal(size, verb, precision);
    default:
      return sign + binary(size, bits);
  }
}

function general(size: number, verb: "g" | "G", precision: number, bits: 32 | 64): string {
  const isShortest = precision < 0;
  const wanted = precision === 0 ? 1 : precision;
  const decimal = isShortest ? shortest(size, bits) : rounded(size, wanted);
  const digits = decimal.digits.replace(/(?<!0)0+$/, "") || "0";
  const exponent = size === 0 ? 0 : decimal.exponent;
  let limit = isShortest ? 6 : wanted;
  if (!isShortest && limit > digits.length && digits.length >= exponent + 1) limit = digits.length;
  if (exponent < -4 || exponent >= limit) {
    return exponential({ digits, exponent }, digits.length - 1, verb === "G" ? "E" : "e");
  }
  return plain({ digits, exponent });
}

function exponential({ digits, exponent }: Decimal, precision: number, verb: "e" | "E"): string {
  const shown = precision < 0 ? digits : digits.padEnd(precision + 1, "0");
  const power = Math.abs(exponent).toString().padStart(2, "0");
  const head = shown.length > 1 ? `${shown[0]}.${shown.slice(1)}` : shown;
  return `${head}${verb}${exponent < 0 ? "-" : "+"}${power}`;
}

/** Without an exponent. */
function plain({ digits, exponent }: Decimal): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return digits.padEnd(exponent + 1, "0");
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

function shortest(size: number, bits: 32 | 64): Decimal {
  let text = size.toExponential();
  if (bits === 32) {
    for (let digits = 0; digits < 9; digits++) {
      text = size.toExponential(digits);
      if (Math.fround(Number(text)) === size) break;
    }
  }
  const [mantissa = "0", power = "0"] = text.split("e");
  return { digits: mantissa.replace(".", ""), exponent: Number(power) };
}

/** The exact value as a fraction. */
function fraction(size: number): { numerator: bigint; denominator: bigint } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, size);
  const raw = view.getBigUint64(0);
  const power = Number((raw >> 52n) & 0x7ffn);
  const mantissa = (raw & 0xfffffffffffffn) | (power === 0 ? 0n : 1n << 52n);
  const exponent = BigInt((power === 0 ? 1 : power) - 1075);
  return exponent >= 0n
    ? { numerator: mantissa << exponent, denominator: 1n }
    : { numerator: mantissa, denominator: 1n << -exponent };
}

/** Division that rounds half to even, as strconv does. */
function divide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) return quotient + 1n;
  return quotient;
}

/** A double's decimal digits end within this many places; more are zeros. */
const mostPlaces = 1100;

function fixed(size: number, precision: number): string {
  const places = Math.min(precision, mostPlaces);
  const { numerator, denominator } = fraction(size);
  const text = divide(numerator * 10n ** BigInt(places), denominator)
    .toString()
    .padStart(places + 1, "0");
  const zeros = "0".repeat(precision - places);
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}${zeros}`;
}

/** The first `count` significant digits, rounded. */
function rounded(size: number, count: number): Decimal {
  const wanted = Math.max(1, Math.min(count, mostPlaces));
  if (size === 0) return { digits: "0".repeat(wanted), exponent: 0 };
  let exponent = Number(size.toExponential(0).split("e")[1]);
  const { numerator, denominator } = fraction(size);
  for (let tries = 0; tries < 3; tries++) {
    const shift = wanted - 1 - exponent;
    const scaled =
      shift >= 0
        ? divide(numerator * 10n ** BigInt(shift), denominator)
        : divide(numerator, denominator * 10n ** BigInt(-shift));
    const digits = scaled.toString();
    if (digits.length === wanted) return { digits, exponent };
    // The guess came from rounding: too many digits mean the next power, too few the one before.
    if (digits.length > wanted && tries > 0) return { digits: digits.slice(0, wanted), exponent: exponent + 1 };
    exponent += digits.length > wanted ? 1 : -1;
  }
  return { digits: "0", exponent: 0 };
}

function hexadecimal(size: number, verb: "x" | "X", precision: number): string {
  const prefix = verb === "X" ? "0X" : "0x";
  let exponent = size === 0 ? 0 : Math.floor(Math.log2(size));
  let { numerator, denominator } = fraction(size);
  if (size !== 0) {
    while (numerator >= denominator << BigInt(Math.max(0, exponent + 1))) exponent++;
    if (exponent >= 0) denominator <<= BigInt(exponent);
    else numerator <<= BigInt(-exponent);
    if (numerator < denominator) {
      numerator <<= 1n;
      exponent--;
    }
  }
  const places = precision < 0 ? 13 : Math.min(precision, mostPlaces);
  let scaled = divide(numerator * 16n ** BigInt(places), denominator);
  if (scaled >= 2n * 16n ** BigInt(places)) {
    scaled /= 2n;
    exponent++;
  }
  let digits = scaled.toString(16).padStart(places + 1, "0");
  if (precision < 0) digits = digits.slice(0, 1) + digits.slice(1).replace(/(?<!0)0+$/, "");
  const body = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  const power = `p${exponent < 0 ? "-" : "+"}${Math.abs(exponent).toString().padStart(2, "0")}`;
  return prefix + (verb === "X" ? (body + power).toUpperCase() : body + power);
}

function binary(size: number, bits: 32 | 64): string {
  const view = new DataView(new ArrayBuffer(8));
  if (bits === 32) {
    view.setFloat32(0, size);
    const raw = view.getUint32(0);
    const power = (raw >>> 23) & 0xff;
    const exponent = (power === 0 ? 1 : power) - 150;
    const mantissa = (raw & 0x7fffff) | (power === 0 ? 0 : 0x800000);
    return `${mantissa}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
  }
  view.setFloat64(0, size);
  const raw = view.getBigUint64(0);
  const power = Number((raw >> 52n) & 0x7ffn);
  const exponent = (power === 0 ? 1 : power) - 1075;
  const mantissa = (raw & 0xfffffffffffffn) | (power === 0 ? 0n : 1n << 52n);
  return `${mantissa}p${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

/*
 * Amounts such as `500m`, `1.5Gi` or `1e3`, read, compared and written as Kubernetes does it.
 * Source: apimachinery pkg/api/resource/quantity.go and suffix.go.
 */

/** How an amount was written, which decides how it is written again. */
export type QuantityFormat = "DecimalSI" | "BinarySI" | "DecimalExponent";

const nanosPerUnit = 1_000_000_000n;
const nanosPerMilli = 1_000_000n;
/** Above this power of ten an amount is held at it: nothing real is so large, and the arithmetic stays bounded. */
const largestExponent = 400;
const largestBinary = (1n << 63n) - 1n;

const decimalSuffixes: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binarySuffixes: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

const formatError = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const suffixError = "unable to parse quantity's suffix";
const numberError = "unable to parse numeric part of quantity";

function divideAwayFromZero(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  if (quotient * by === value) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

/** An exact amount, down to a billionth. Immutable. */
export class Quantity {
  /** The amount in billionths. */
  readonly nanos: bigint;
  readonly format: QuantityFormat;
  readonly #written: string | undefined;

  constructor(nanos: bigint, format: QuantityFormat = "DecimalSI", written?: string) {
    this.nanos = nanos;
    this.format = format;
    this.#written = written;
  }

  /** -1, 0 or 1. */
  get sign(): number {
    return this.nanos < 0n ? -1 : this.nanos > 0n ? 1 : 0;
  }

  /** Negative where this is less than the other, 0 where both are the same amount. */
  compare(other: Quantity): number {
    return this.nanos < other.nanos ? -1 : this.nanos > other.nanos ? 1 : 0;
  }

  /** The amount in whole units, a fraction rounded away from zero (Value). */
  get units(): bigint {
    return divideAwayFromZero(this.nanos, nanosPerUnit);
  }

  /** The amount in thousandths, the rest rounded away from zero (MilliValue). */
  get millis(): bigint {
    return divideAwayFromZero(this.nanos, nanosPerMilli);
  }

  /** True where the amount is a whole number. */
  get isWhole(): boolean {
    return this.nanos % nanosPerUnit === 0n;
  }

  /** The same, rounded up to thousandths: what the server does with the amounts of a resource list. */
  roundedToMilli(): Quantity {
    if (this.nanos % nanosPerMilli === 0n) return this;
    return new Quantity(this.millis * nanosPerMilli, this.format);
  }

  /** As the server writes it: `1500m` for `1.5`, `1Gi` for `1024Mi` (String). */
  toString(): string {
    return this.#written ?? this.#canonical();
  }

  #canonical(): string {
    if (this.nanos === 0n) return "0";
    if (this.format === "BinarySI" && this.isWhole) {
      let units = this.nanos / nanosPerUnit;
      if (units <= -1024n || units >= 1024n) {
        let exponent = 0;
        while (units % 1024n === 0n) {
          units /= 1024n;
          exponent += 10;
        }
        return units + suffixOf(binarySuffixes, exponent);
      }
    }
    let mantissa = this.nanos;
    let exponent = -9;
    while (mantissa % 1000n === 0n) {
      mantissa /= 1000n;
      exponent += 3;
    }
    if (this.format !== "DecimalExponent") return mantissa + suffixOf(decimalSuffixes, exponent);
    return exponent === 0 ? String(mantissa) : `${mantissa}e${exponent}`;
  }
}

function suffixOf(table: Readonly<Record<string, number>>, exponent: number): string {
  return Object.keys(table).find((suffix) => table[suffix] === exponent) ?? "";
}

/** What came of reading a quantity: the amount, or the server's sentence about the text. */
export type QuantityOutcome = { readonly quantity: Quantity } | { readonly error: string };

/** Reads a quantity's text (ParseQuantity). White space around it is no part of it. */
export function readQuantity(given: string): QuantityOutcome {
  const text = given.trim();
  if (text === "") return { error: formatError };
  const match = /^([+-]?)(\d*)(?:(\.)(\d*))?/.exec(text);
  if (match === null) return { error: formatError };
  const [number, sign = "", leading = "", , denominator = ""] = match;
  // By itself: as one pattern with the digits before it, a long number would be read anew from each digit.
  const suffix = text.slice(number.length);
  if (!/^[eEinumkKMGTP]*[-+]?\d*$/.test(suffix)) return { error: formatError };
  const numerator = leading.replace(/^0+/, "");
  if (numerator === "" && match[3] === undefined && leading !== "" && suffix === "") {
    return { quantity: new Quantity(0n) };
  }
  const scale = interpretSuffix(suffix);
  if (scale === undefined) return { error: suffixError };
  if (leading === "" && denominator === "" && match[3] === undefined) {
    // A sign or a suffix alone counts as nought, as long as there is a suffix to take for one.
    return suffix === "" && sign === "" ? { error: formatError } : { quantity: new Quantity(0n, scale.format) };
  }
  if (leading === "" && denominator === "") return { error: numberError };
  let amount = BigInt(numerator + denominator || "0");
  let exponent = 9 - denominator.length;
  if (scale.base === 2) amount <<= BigInt(scale.exponent);
  else exponent += scale.exponent;
  exponent = Math.min(exponent, largestExponent);
  let nanos: bigint;
  if (exponent >= 0) nanos = amount * 10n ** BigInt(exponent);
  else if (-exponent > numerator.length + denominator.length + 20) nanos = amount === 0n ? 0n : 1n;
  else nanos = divideAwayFromZero(amount, 10n ** BigInt(-exponent));
  if (scale.base === 2 && nanos > largestBinary * nanosPerUnit) nanos = largestBinary * nanosPerUnit;
  const format = scale.base === 2 && nanos < nanosPerUnit && nanos > 0n ? "DecimalSI" : scale.format;
  const isKept = isKeptAsWritten(scale, numerator, denominator);
  return { quantity: new Quantity(sign === "-" ? -nanos : nanos, format, isKept ? text : undefined) };
}

/** True where ParseQuantity's short way keeps the text, which the server then shows: `01Gi` stays `01Gi`. */
function isKeptAsWritten(scale: Scale, numerator: string, denominator: string): boolean {
  const digits = numerator + denominator;
  if (numerator === "" || digits.length > 15) return false;
  if (scale.base === 2) {
    const precision = 14 - numerator.length - Math.trunc((scale.exponent * 3) / 10);
    return denominator === "" && precision >= 0 && BigInt(digits) % 8n !== 0n;
  }
  const exponent = scale.exponent - denominator.length;
  return exponent >= -9 && exponent % 3 === 0 && !digits.endsWith("000");
}

interface Scale {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

function interpretSuffix(suffix: string): Scale | undefined {
  if (Object.hasOwn(decimalSuffixes, suffix))
    return { base: 10, exponent: decimalSuffixes[suffix] ?? 0, format: "DecimalSI" };
  if (Object.hasOwn(binarySuffixes, suffix))
    return { base: 2, exponent: binarySuffixes[suffix] ?? 0, format: "BinarySI" };
  if (!/^[eE][-+]?\d+$/.test(suffix)) return undefined;
  return { base: 10, exponent: Number(suffix.slice(1)), format: "DecimalExponent" };
}

/** The amount that a text or a number of a manifest states, or undefined where it is no quantity. */
export function parseQuantity(value: unknown): Quantity | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const outcome = readQuantity(String(value));
  return "quantity" in outcome ? outcome.quantity : undefined;
}

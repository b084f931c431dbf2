/** A number as the decimal that its shortest digits say: `digits` × 10^`exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function decimalOf(value: number | bigint): Decimal {
  if (typeof value === "bigint") return { digits: value, exponent: 0 };
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const point = mantissa.indexOf(".");
  const places = point < 0 ? 0 : mantissa.length - point - 1;
  return { digits: BigInt(mantissa.replace(".", "")), exponent: Number(exponent) - places };
}

/** Whether one number is a multiple of another, as decimals: 0.3 is one of 0.1. */
export function isMultiple(value: number | bigint, of: number): boolean {
  const one = decimalOf(value);
  const other = decimalOf(of);
  if (other.digits === 0n) return false;
  const exponent = Math.min(one.exponent, other.exponent);
  const scale = ({ digits, exponent: own }: Decimal) => digits * 10n ** BigInt(own - exponent);
  return scale(one) % scale(other) === 0n;
}

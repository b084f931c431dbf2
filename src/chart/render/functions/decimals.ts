import { FunctionError, type Value } from "../value.ts";
import { toFloat64 } from "./cast.ts";
import { formatG } from "./float-text.ts";

/** A number `digits` · 10^`exponent`: github.com/shopspring/decimal 1.4.0, as far as sprig's float arithmetic uses it. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** Digits behind the point that a division keeps. */
const DIVISION_PRECISION = 16;

function fromFloat(value: number): Decimal {
  if (!Number.isFinite(value)) throw new FunctionError(`Cannot create a Decimal from ${formatG(value)}`);
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

function align(left: Decimal, right: Decimal): [bigint, bigint, number] {
  const exponent = Math.min(left.exponent, right.exponent);
  const scale = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  return [scale(left), scale(right), exponent];
}

function add(left: Decimal, right: Decimal): Decimal {
  const [a, b, exponent] = align(left, right);
  return { digits: a + b, exponent };
}

function subtract(left: Decimal, right: Decimal): Decimal {
  const [a, b, exponent] = align(left, right);
  return { digits: a - b, exponent };
}

function multiply(left: Decimal, right: Decimal): Decimal {
  return { digits: left.digits * right.digits, exponent: left.exponent + right.exponent };
}

/** Rounded half away from zero. */
function divide(left: Decimal, right: Decimal): Decimal {
  if (right.digits === 0n) throw new FunctionError("decimal division by 0");
  const shift = left.exponent - right.exponent + DIVISION_PRECISION;
  const dividend = shift > 0 ? left.digits * 10n ** BigInt(shift) : left.digits;
  const divisor = shift < 0 ? right.digits * 10n ** BigInt(-shift) : right.digits;
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const rounds = 2n * abs(rest) >= abs(divisor);
  const away = dividend < 0n === divisor < 0n ? 1n : -1n;
  return { digits: rounds ? quotient + away : quotient, exponent: -DIVISION_PRECISION };
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

const OPERATIONS = { add, subtract, multiply, divide };

/** Applies one operation to all, from the left. */
export function fold(first: Value, rest: readonly Value[], operation: keyof typeof OPERATIONS): number {
  let result = fromFloat(toFloat64(first));
  for (const value of rest) {
    result = OPERATIONS[operation](result, fromFloat(toFloat64(value)));
    // Only products and sums of very different numbers grow; a chart has no use for them.
    if (result.exponent < -20_000 || result.exponent > 20_000) throw new FunctionError("decimal out of range");
  }
  const value = Number(`${result.digits}e${result.exponent}`);
  return Object.is(value, -0) ? 0 : value;
}

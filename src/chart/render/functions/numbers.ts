import { spendItems } from "../budget.ts";
import { Text } from "../text.ts";
import { type Call, FunctionError, type FunctionSpec, nil, type Value } from "../value.ts";
import { parseInt64, toFloat64, toInt64 } from "./cast.ts";
import { fold } from "./decimals.ts";
import { float, fn, integer, intOf, list, textOf } from "./make.ts";
import { originOf } from "./origins.ts";
import { printed } from "./printing.ts";
import type { FunctionTable } from "./registry.ts";

/** An int64 of all arguments, which wraps around as Go's does. */
function onIntegers(params: number, variadic: boolean, run: (values: bigint[]) => bigint): FunctionSpec {
  return fn(
    Array.from({ length: params }, () => "any" as const),
    (args) => integer(BigInt.asIntN(64, run(args.map(toInt64))), "int64", originOf(...args)),
    variadic ? "any" : undefined,
  );
}

function onFloats(params: number, variadic: boolean, run: (args: readonly Value[]) => number): FunctionSpec {
  return fn(
    Array.from({ length: params }, () => "any" as const),
    (args) => float(run(args), originOf(...args)),
    variadic ? "any" : undefined,
  );
}

function nonZero(value: bigint | undefined): bigint {
  if (value === undefined || value === 0n) throw new FunctionError("runtime error: integer divide by zero");
  return value;
}

function largest(values: bigint[]): bigint {
  // biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigint
  return values.reduce((most, value) => (most < value ? value : most));
}

/** Go's math.Max: NaN wins over all but +Inf. */
function maxFloat(args: readonly Value[]): number {
  return args
    .map(toFloat64)
    .reduce((a, b) =>
      a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.max(a, b),
    );
}

function minFloat(args: readonly Value[]): number {
  return args
    .map(toFloat64)
    .reduce((a, b) =>
      a === Number.NEGATIVE_INFINITY || b === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : Math.min(a, b),
    );
}

/** `math.Pow(10, …)`, by halves of the exponent as Go has it: JavaScript's own is off in the last place. */
function powerOfTen(exponent: number): number {
  let [base, exponentOfBase] = [10 / 16, 4];
  let [power, exponentOfPower] = [1, 0];
  for (let left = Math.abs(exponent); left >= 1; left = Math.floor(left / 2)) {
    if (exponentOfBase > 4096) {
      exponentOfPower += exponentOfBase;
      break;
    }
    if (left % 2 === 1) {
      power *= base;
      exponentOfPower += exponentOfBase;
    }
    base *= base;
    exponentOfBase *= 2;
    if (base < 0.5) {
      base += base;
      exponentOfBase--;
    }
  }
  if (exponent < 0) [power, exponentOfPower] = [1 / power, -exponentOfPower];
  // In two steps, as 2 ** 1025 is no number, and half of it is.
  const half = Math.trunc(exponentOfPower / 2);
  return power * 2 ** half * 2 ** (exponentOfPower - half);
}

function round(value: number, places: number, roundOn: number): number {
  const power = powerOfTen(places);
  const digit = power * value;
  const rest = digit - Math.trunc(digit);
  return (rest >= roundOn ? Math.ceil(digit) : Math.floor(digit)) / power;
}

function steps(start: number, stop: number, step: number, call: Call): number[] {
  const found: number[] = [];
  const isDown = stop < start;
  if (isDown ? step >= 0 : step <= 0) return found;
  spendItems(call, Math.ceil((stop - start) / step));
  for (let i = start; isDown ? i > stop : i < stop; i += step) found.push(i);
  return found;
}

function until(start: number, stop: number, step: number, call: Call): Value {
  return list(
    steps(start, stop, step, call).map((value) => integer(BigInt(value), "int")),
    "[]int",
  );
}

function sequence(params: readonly number[], call: Call): number[] {
  if (params.length === 0 || params.length > 3) return [];
  const start = params.length === 1 ? 1 : (params[0] ?? 0);
  const end = params.at(-1) ?? 0;
  const direction = end < start ? -1 : 1;
  const step = params.length === 3 ? (params[1] ?? 0) : direction;
  if (params.length === 3 && direction < 0 && step > 0) return [];
  return steps(start, end + direction, step, call);
}

const maximum = onIntegers(1, true, largest);

export const numberFunctions: FunctionTable = {
  int: fn(["any"], ([value = nil]) => integer(toInt64(value), "int", originOf(value))),
  int64: onIntegers(1, false, ([value = 0n]) => value),
  float64: onFloats(1, false, ([value = nil]) => toFloat64(value)),
  atoi: fn(["string"], ([text]) => integer(atoi(textOf(text).value), "int", originOf(textOf(text)))),
  toDecimal: fn(["any"], ([value = nil]) =>
    integer(parseInt64(printed(value).value, 8) ?? 0n, "int64", originOf(value)),
  ),
  add: onIntegers(0, true, (values) => values.reduce((sum, value) => sum + value, 0n)),
  add1: onIntegers(1, false, ([value = 0n]) => value + 1n),
  sub: onIntegers(2, false, ([a = 0n, b = 0n]) => a - b),
  mul: onIntegers(1, true, (values) => values.reduce((product, value) => BigInt.asIntN(64, product * value), 1n)),
  div: onIntegers(2, false, ([a = 0n, b]) => a / nonZero(b)),
  mod: onIntegers(2, false, ([a = 0n, b]) => a % nonZero(b)),
  max: maximum,
  biggest: maximum,
  // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint
  min: onIntegers(1, true, (values) => values.reduce((least, value) => (value < least ? value : least))),
  addf: onFloats(0, true, (args) => fold(float(0), args, "add")),
  add1f: onFloats(1, false, ([value = nil]) => fold(value, [float(1)], "add")),
  subf: onFloats(1, true, ([first = nil, ...rest]) => fold(first, rest, "subtract")),
  mulf: onFloats(1, true, ([first = nil, ...rest]) => fold(first, rest, "multiply")),
  divf: onFloats(1, true, ([first = nil, ...rest]) => fold(first, rest, "divide")),
  maxf: onFloats(1, true, maxFloat),
  minf: onFloats(1, true, minFloat),
  floor: onFloats(1, false, ([value = nil]) => Math.floor(toFloat64(value))),
  ceil: onFloats(1, false, ([value = nil]) => Math.ceil(toFloat64(value))),
  round: fn(
    ["any", "int"],
    ([value = nil, places, on]) =>
      float(round(toFloat64(value), intOf(places), on === undefined ? 0.5 : toFloat64(on)), originOf(value)),
    "float64",
  ),
  until: fn(["int"], ([count], call) => until(0, intOf(count), intOf(count) < 0 ? -1 : 1, call)),
  untilStep: fn(["int", "int", "int"], ([start, stop, step], call) =>
    until(intOf(start), intOf(stop), intOf(step), call),
  ),
  seq: fn([], (args, call) => new Text(sequence(args.map(intOf), call).join(" ")), "int"),
};

function atoi(text: string): bigint {
  const value = parseInt64(text, 10);
  if (value !== undefined) return value;
  // Out of range, Atoi still gives the nearest; its error is not looked at.
  if (!/^[+-]?[0-9]+$/.test(text)) return 0n;
  return text.startsWith("-") ? -0x8000_0000_0000_0000n : 0x7fff_ffff_ffff_ffffn;
}

import type { Application, TemplateFunction } from "./application.ts";
import { choose, either, guardsOf, negated, truthOf } from "./guard.ts";
import { call, constant, nothing, stringOf, type Value } from "./value.ts";

/** Functions that choose among their arguments, and those that only say yes or no. */
export function chooserFunctions(): [string, TemplateFunction][] {
  return [
    [
      "default",
      ({ operands: [fallback, given] }) =>
        given === undefined ? (fallback ?? nothing) : first("default", [given, fallback ?? nothing]),
    ],
    ["coalesce", ({ operands }) => first("coalesce", operands)],
    ["or", ({ operands }) => first("or", operands)],
    ["and", ({ operands }) => all(operands)],
    ["not", ({ operands: [one] }) => negated(one ?? nothing)],
    ["empty", ({ operands: [one] }) => negated(one ?? nothing)],
    [
      "ternary",
      ({ operands: [whenTrue, whenFalse, condition] }) =>
        either("ternary", condition ?? nothing, whenTrue ?? nothing, whenFalse ?? nothing),
    ],
    ["required", ({ operands }) => operands.at(-1) ?? nothing],
    ["fail", () => constant("")],
    ["eq", (one) => compared(one, (a, b) => a === b)],
    ["ne", (one) => compared(one, (a, b) => a !== b)],
    ["contains", (one) => tested(one, ([part = "", whole = ""]) => whole.includes(part))],
    ["hasPrefix", (one) => tested(one, ([part = "", whole = ""]) => whole.startsWith(part))],
    ["hasSuffix", (one) => tested(one, ([part = "", whole = ""]) => whole.endsWith(part))],
    ["kindIs", isKind],
    ["typeIs", isKind],
    ["hasKey", hasKey],
  ];
}

/** The first of the values that is not empty, the last where all are. */
function first(name: string, values: readonly Value[]): Value {
  const options: { guards: ReturnType<typeof guardsOf>; value: Value }[] = [];
  let failing: ReturnType<typeof guardsOf> = [];
  for (const [index, value] of values.entries()) {
    const truth = truthOf(value);
    if (truth === false && index < values.length - 1) continue;
    const last = truth === true || index === values.length - 1;
    options.push({ guards: last ? failing : [...failing, ...guardsOf(value, true)], value });
    if (last) break;
    failing = [...failing, ...guardsOf(value, false)];
  }
  return choose(name, options);
}

/** The first of the values that is empty, the last where none is. */
function all(values: readonly Value[]): Value {
  const left: Value[] = [];
  for (const [index, value] of values.entries()) {
    const truth = truthOf(value);
    if (truth === true && index < values.length - 1) continue;
    left.push(value);
    if (truth === false) break;
  }
  const last = left.at(-1);
  if (last === undefined) return nothing;
  if (left.length === 1 || truthOf(last) === false) return last;
  const options: { guards: ReturnType<typeof guardsOf>; value: Value }[] = [];
  let holding: ReturnType<typeof guardsOf> = [];
  for (const value of left) {
    const isLast = value === last;
    options.push({ guards: isLast ? holding : [...holding, ...guardsOf(value, false)], value });
    holding = [...holding, ...guardsOf(value, true)];
  }
  return { kind: "choice", name: "and", options };
}

function compared(
  { name, operands }: Application,
  test: (a: string | undefined, b: string | undefined) => boolean,
): Value {
  const [left, ...rights] = operands;
  if (left === undefined) return nothing;
  const [right] = rights;
  const one = stringOf(left);
  const other = stringOf(right);
  if (rights.length === 1 && one !== undefined && other !== undefined) return constant(test(one, other));
  const isNull = (value: Value | undefined) => value?.kind === "constant" && value.value === null;
  if (rights.length === 1 && ((isNull(left) && other !== undefined) || (isNull(right) && one !== undefined)))
    return constant(test("", "x"));
  return call(name, ...operands);
}

function tested({ name, operands }: Application, test: (strings: readonly string[]) => boolean): Value {
  const strings = operands.map((one) => (one.kind === "constant" && one.value === null ? "" : stringOf(one)));
  if (strings.every((one) => one !== undefined)) return constant(test(strings));
  return call(name, ...operands);
}

/** `kindIs` and `typeIs` of what the chart makes itself; a value's kind is the user's. */
function isKind({ name, operands }: Application): Value {
  const [kind, value] = operands;
  const asked = stringOf(kind);
  const actual = value === undefined ? undefined : kindOf(value);
  if (asked === undefined || actual === undefined) return call(name, ...operands);
  return constant(
    actual === asked ||
      (actual === "map" && asked.startsWith("map[")) ||
      (actual === "slice" && asked.startsWith("[]")),
  );
}

function kindOf(value: Value): string | undefined {
  switch (value.kind) {
    case "map":
    case "merged":
    case "picked":
    case "omitted":
      return "map";
    case "list":
      return "slice";
    case "text":
      return "string";
    case "constant":
      return value.value === null
        ? "invalid"
        : typeof value.value === "string"
          ? "string"
          : typeof value.value === "boolean"
            ? "bool"
            : undefined;
    case "choice": {
      const kinds = value.options.map((one) => kindOf(one.value));
      return kinds.every((one) => one === kinds[0]) ? kinds[0] : undefined;
    }
    default:
      return undefined;
  }
}

function hasKey({ name, operands }: Application): Value {
  const [map, key] = operands;
  const asked = stringOf(key);
  if (map?.kind !== "map" || asked === undefined) return call(name, ...operands);
  const found = map.parts.filter(
    (one) => one.kind === "spread" || stringOf(one.key) === asked || stringOf(one.key) === undefined,
  );
  if (found.length === 0) return constant(false);
  return found.some((one) => one.kind === "entry" && one.guards.length === 0 && stringOf(one.key) === asked)
    ? constant(true)
    : call(name, ...operands);
}

import { spendItems, spendSort } from "../budget.ts";
import { Text } from "../text.ts";
import { type Call, FunctionError, type FunctionSpec, type MapEntry, nil, type Value } from "../value.ts";
import { compareBytes } from "./bytes.ts";
import { bool, fn, list, map, mapOf, strings, textOf } from "./make.ts";
import { mergeInto } from "./merging.ts";
import { isNil, nilMap } from "./nil-slices.ts";
import { strval, typeName } from "./printing.ts";
import type { FunctionTable } from "./registry.ts";

const MAP = "map[string]interface {}";

function sorted(value: Value, call: Call): MapEntry[] {
  spendSort(call, [...mapOf(value).entries.keys()]);
  return [...mapOf(value).entries.values()].sort((a, b) => compareBytes(a.key.value, b.key.value));
}

function dict(args: readonly Value[], call: Call): Value {
  spendItems(call, args.length / 2);
  const made = map();
  for (let i = 0; i < args.length; i += 2) {
    const key = strval(args[i] ?? nil);
    made.entries.set(key.value, { key, value: args[i + 1] ?? new Text("") });
  }
  return made;
}

function dig(args: readonly Value[]): Value {
  if (args.length < 3) throw new FunctionError("dig needs at least three arguments");
  let at: Value = args.at(-1) ?? nil;
  const fallback = args.at(-2) ?? nil;
  const steps = args.slice(0, -2);
  expectMap(at);
  for (const step of steps)
    if (step.kind !== "string")
      throw new FunctionError(`interface conversion: interface {} is ${named(step)}, not string`);
  for (const step of steps) {
    expectMap(at);
    const found: MapEntry | undefined = mapOf(at).entries.get(textOf(step).value);
    if (found === undefined) return fallback;
    at = found.value;
  }
  return at;
}

function expectMap(value: Value): void {
  if (value.kind !== "map" || value.goType !== MAP)
    throw new FunctionError(`interface conversion: interface {} is ${named(value)}, not ${MAP}`);
}

function named(value: Value): string {
  return value.kind === "nil" ? "nil" : typeName(value);
}

function merging(overwrites: boolean): FunctionSpec {
  return fn(
    ["map"],
    ([first = nil, ...from], call) => {
      // A nil map is made where there is something to put into it.
      const into = first.kind === "nil" ? map() : first;
      for (const each of from) mergeInto(mapOf(into), mapOf(each), overwrites, call);
      return into;
    },
    "map",
  );
}

/** A map of the entries that `keeps` lets through, in their order. */
function filtered(value: Value | undefined, call: Call, keeps: (key: string) => boolean): Value {
  const { entries } = mapOf(value);
  spendItems(call, entries.size);
  return map([...entries.values()].filter(({ key }) => keeps(key.value)));
}

const merge = merging(false);
const mergeOverwrite = merging(true);

export const dictFunctions: FunctionTable = {
  dict: fn([], dict, "any"),
  get: fn(["map", "string"], ([value, key]) => mapOf(value).entries.get(textOf(key).value)?.value ?? new Text("")),
  set: fn(["map", "string", "any"], ([value = nil, key, item], call) => {
    spendItems(call, 1);
    if (value.kind === "nil" || (value.kind === "map" && isNil(value)))
      throw new FunctionError("assignment to entry in nil map");
    const text = textOf(key);
    mapOf(value).entries.set(text.value, { key: text, value: item ?? nil });
    return value;
  }),
  unset: fn(["map", "string"], ([value = nil, key]) => {
    if (value.kind === "nil") return nilMap(MAP);
    mapOf(value).entries.delete(textOf(key).value);
    return value;
  }),
  hasKey: fn(["map", "string"], ([value, key]) => bool(mapOf(value).entries.has(textOf(key).value))),
  pluck: fn(
    ["string"],
    ([key, ...values]) => list(values.flatMap((value) => mapOf(value).entries.get(textOf(key).value)?.value ?? [])),
    "map",
  ),
  keys: fn(
    [],
    (args, call) => {
      return strings(args.flatMap((value) => sorted(value, call).map(({ key }) => key)));
    },
    "map",
  ),
  values: fn(["map"], ([value = nil], call) => {
    const entries = sorted(value, call);
    return list(entries.map((entry) => entry.value));
  }),
  pick: fn(
    ["map"],
    ([value, ...keys], call) => {
      const wanted = new Set(keys.map((key) => textOf(key).value));
      return filtered(value, call, (key) => wanted.has(key));
    },
    "string",
  ),
  omit: fn(
    ["map"],
    ([value, ...keys], call) => {
      const dropped = new Set(keys.map((key) => textOf(key).value));
      return filtered(value, call, (key) => !dropped.has(key));
    },
    "string",
  ),
  merge,
  mustMerge: merge,
  mergeOverwrite,
  mustMergeOverwrite: mergeOverwrite,
  dig: fn([], dig, "any"),
};

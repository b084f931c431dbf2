import { spendItems, spendPlaces, spendSort } from "../budget.ts";
import { type Call, FunctionError, type FunctionSpec, nil, type Value } from "../value.ts";
import { compareBytes } from "./bytes.ts";
import { toInt64 } from "./cast.ts";
import { deepEqual } from "./deep.ts";
import { isEmpty } from "./emptiness.ts";
import { bool, fn, intOf, list, strings } from "./make.ts";
import { nilSlice } from "./nil-slices.ts";
import { kindName, strval } from "./printing.ts";
import type { FunctionTable } from "./registry.ts";
import { toStrings } from "./strings.ts";

const NIL_KIND = "runtime error: invalid memory address or nil pointer dereference";

/** The items of a slice; anything else is refused in the words of the function that wanted one. */
function items(value: Value | undefined, refusal: string): Value[] {
  if (value?.kind === "list") return value.items;
  if (value?.kind === "object" && value.underlying?.kind === "list") return value.underlying.items;
  throw new FunctionError(value === undefined || value.kind === "nil" ? NIL_KIND : `${refusal} ${kindName(value)}`);
}

function holds(values: readonly Value[], wanted: Value, call: Call): boolean {
  return values.some((value) => deepEqual(wanted, value, call));
}

function onList(verb: string, run: (values: Value[], call: Call) => Value): FunctionSpec {
  return fn(["any"], ([value], call) => {
    const values = items(value, verb);
    spendPlaces(call, values.length);
    return run(values, call);
  });
}

const push = fn(["any", "any"], ([value, last], call) => {
  const values = items(value, "Cannot push on type");
  spendPlaces(call, values.length + 1);
  return list([...values, last ?? nil]);
});
const prepend = fn(["any", "any"], ([value, first], call) => {
  const values = items(value, "Cannot prepend on type");
  spendPlaces(call, values.length + 1);
  return list([first ?? nil, ...values]);
});
const first = onList("Cannot find first on type", (values) => values[0] ?? nil);
const last = onList("Cannot find last on type", (values) => values.at(-1) ?? nil);
const rest = onList("Cannot find rest on type", (values) =>
  values.length === 0 ? nilSlice("[]interface {}") : list(values.slice(1)),
);
const initial = onList("Cannot find initial on type", (values) =>
  values.length === 0 ? nilSlice("[]interface {}") : list(values.slice(0, -1)),
);
const reverse = onList("Cannot find reverse on type", (values) => list(values.toReversed()));
const compact = onList("Cannot compact on type", (values) => list(values.filter((value) => !isEmpty(value))));
const uniq = onList("Cannot find uniq on type", (values, call) => {
  const kept: Value[] = [];
  for (const value of values) if (!holds(kept, value, call)) kept.push(value);
  return list(kept);
});
const without = fn(
  ["any"],
  ([value, ...omitted], call) => {
    const values = items(value, "Cannot find without on type");
    spendPlaces(call, values.length);
    return list(values.filter((item) => !holds(omitted, item, call)));
  },
  "any",
);
const has = fn(["any", "any"], ([wanted, value], call) =>
  bool(value?.kind !== "nil" && holds(items(value, "Cannot find has on type"), wanted ?? nil, call)),
);
const slice = fn(
  ["any"],
  ([value, ...indices], call) => {
    const values = items(value, "list should be type of slice or array but");
    if (values.length === 0) return nil;
    const start = Number(toInt64(indices[0] ?? nil));
    const end = indices[1] === undefined ? values.length : Number(toInt64(indices[1]));
    if (start < 0 || end < start || end > values.length)
      throw new FunctionError("reflect.Value.Slice: slice index out of bounds");
    spendPlaces(call, end - start);
    return list(values.slice(start, end), value?.kind === "list" ? value.goType : "[]interface {}");
  },
  "any",
);
const chunk = fn(["int", "any"], ([sizeArgument, value], call) => {
  const size = intOf(sizeArgument);
  const values = items(value, "Cannot chunk type");
  const { length } = values;
  const count = Math.floor((length - 1) / size) + 1;
  if (!(count >= 0 && count < 2 ** 40) || (size < 0 && count > 0))
    throw new FunctionError("runtime error: makeslice: len out of range");
  spendPlaces(call, length);
  spendItems(call, count);
  return list(
    Array.from({ length: count }, (_, i) => list(values.slice(i * size, (i + 1) * size))),
    "[][]interface {}",
  );
});

export const listFunctions: FunctionTable = {
  list: fn([], (args) => list([...args]), "any"),
  tuple: fn([], (args) => list([...args]), "any"),
  append: push,
  push,
  mustAppend: push,
  mustPush: push,
  prepend,
  mustPrepend: prepend,
  first,
  mustFirst: first,
  last,
  mustLast: last,
  rest,
  mustRest: rest,
  initial,
  mustInitial: initial,
  reverse,
  mustReverse: reverse,
  compact,
  mustCompact: compact,
  uniq,
  mustUniq: uniq,
  without,
  mustWithout: without,
  has,
  mustHas: has,
  slice,
  mustSlice: slice,
  chunk,
  mustChunk: chunk,
  concat: fn(
    [],
    (args, call) => {
      const all: Value[] = [];
      for (const arg of args) {
        if (arg.kind === "nil") throw new FunctionError(NIL_KIND);
        if (arg.kind !== "list") throw new FunctionError(`Cannot concat type ${kindName(arg)} as list`);
        spendPlaces(call, arg.items.length);
        for (const item of arg.items) all.push(item);
      }
      return all.length === 0 ? nilSlice("[]interface {}") : list(all);
    },
    "any",
  ),
  sortAlpha: fn(["any"], ([value = nil], call) => {
    if (value.kind !== "list") return strings([strval(value)]);
    const texts = toStrings(value, call);
    spendSort(
      call,
      texts.map((text) => text.value),
    );
    return strings(texts.sort((a, b) => compareBytes(a.value, b.value)));
  }),
};

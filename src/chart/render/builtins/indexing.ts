import { byteLength, sliceBytes, toBytes } from "../bytes.ts";
import { entryOf } from "../exec/field.ts";
import { goTypeName } from "../print/type-name.ts";
import { beneath, FunctionError, type Int, type List, nil, type Value } from "../value.ts";

/** `len`: items, entries or bytes. */
export function length(value: Value): Int {
  const under = beneath(value);
  switch (under.kind) {
    case "nil":
      // text/template meets only what an entry holds; of nothing at all it asks for the type, and Go panics.
      throw new FunctionError(
        value.kind === "nil" && value.isInterface !== true
          ? "reflect: call of reflect.Value.Type on zero Value"
          : "len of nil pointer",
      );
    case "list":
      return int(under.items.length);
    case "map":
      return int(under.entries.size);
    case "string":
      return int(byteLength(under.value));
    default:
      throw new FunctionError(`len of type ${goTypeName(under).replace(/^\*/, "")}`);
  }
}

/** `index x 1 "k"`: one step after the other. */
export function index(item: Value, steps: readonly Value[]): Value {
  if (item.kind === "nil") throw new FunctionError("index of untyped nil");
  let current: Value = item;
  for (const step of steps) {
    const under = beneath(current);
    if (under.kind === "nil") throw new FunctionError("index of nil pointer");
    if (under.kind === "list" || under.kind === "string") {
      const size = under.kind === "list" ? under.items.length : byteLength(under.value);
      const at = indexArgument(step, size);
      if (at >= size)
        throw new FunctionError(`reflect: ${under.kind === "list" ? "slice" : "string"} index out of range`);
      if (under.kind === "list") current = under.items[at] ?? nil;
      else current = { kind: "int", value: BigInt(toBytes(under.value)[at] ?? 0), goType: "uint8" };
    } else if (under.kind === "map") {
      if (step.kind === "nil") throw new FunctionError("value is nil; should be of type string");
      if (step.kind !== "string") {
        throw new FunctionError(`value has type ${goTypeName(step)}; should be string`);
      }
      current = entryOf(under, step.value);
    } else throw new FunctionError(`can't index item of type ${goTypeName(under).replace(/^\*/, "")}`);
  }
  return current;
}

/** text/template's own `slice`; sprig replaces it. */
export function slice(item: Value, steps: readonly Value[]): Value {
  if (item.kind === "nil") throw new FunctionError("slice of untyped nil");
  if (steps.length > 3) throw new FunctionError(`too many slice indexes: ${steps.length}`);
  const under = beneath(item);
  if (under.kind !== "string" && under.kind !== "list") {
    throw new FunctionError(`can't slice item of type ${goTypeName(under)}`);
  }
  if (under.kind === "string" && steps.length === 3) throw new FunctionError("cannot 3-index slice a string");
  const size = under.kind === "string" ? byteLength(under.value) : under.items.length;
  const [from = 0, to = size] = steps.map((step) => indexArgument(step, size));
  if (from > to) throw new FunctionError(`invalid slice index: ${from} > ${to}`);
  if (under.kind === "string") return sliceBytes(under, from, to);
  return { kind: "list", items: under.items.slice(from, to), goType: under.goType } satisfies List;
}

function indexArgument(step: Value, size: number): number {
  if (step.kind === "nil") throw new FunctionError("cannot index slice/array with nil");
  if (step.kind !== "int") throw new FunctionError(`cannot index slice/array with type ${goTypeName(step)}`);
  if (step.value < 0n || step.value > BigInt(size)) throw new FunctionError(`index out of range: ${step.value}`);
  return Number(step.value);
}

function int(value: number): Int {
  return { kind: "int", value: BigInt(value), goType: "int" };
}

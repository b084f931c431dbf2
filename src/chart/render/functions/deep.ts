import { spendItems } from "../budget.ts";
import type { Call, GoObject, MapEntry, Value } from "../value.ts";
import { isNil, nilMap, nilSlice } from "./nil-slices.ts";
import { typeName } from "./printing.ts";

/** `reflect.DeepEqual` of what templates can hold: types count, so that the int 1 is not the int64 1. */
export function deepEqual(left: Value, right: Value, call: Call): boolean {
  call.spend(1);
  if (left === right) return left.kind !== "float" || !Number.isNaN(left.value);
  if (left.kind !== right.kind || typeName(left) !== typeName(right)) return false;
  if (left.kind === "list" && right.kind === "list")
    return (
      left.items.length === right.items.length &&
      left.items.every((item, i) => deepEqual(item, right.items[i] ?? item, call))
    );
  if (left.kind === "map" && right.kind === "map") {
    if (left.entries === right.entries) return true;
    if (left.entries.size !== right.entries.size) return false;
    for (const [key, { value }] of left.entries) {
      const other = right.entries.get(key);
      if (other === undefined || !deepEqual(value, other.value, call)) return false;
    }
    return true;
  }
  if (left.kind === "object" && right.kind === "object") return equalObjects(left, right, call);
  if ("value" in left && "value" in right) return left.value === right.value;
  return left.kind === "nil";
}

function equalObjects(left: GoObject, right: GoObject, call: Call): boolean {
  const [these, those] = [left.fields, right.fields];
  if (these === undefined || those === undefined)
    return left.string !== undefined && left.string().value === right.string?.().value;
  return (
    these.length === those.length && these.every(({ value }, i) => deepEqual(value, those[i]?.value ?? value, call))
  );
}

/** A copy that shares no list and no map with the value. */
export function deepCopy(value: Value, call: Call): Value {
  spendItems(call, 1);
  if ((value.kind === "list" || value.kind === "map") && isNil(value))
    return value.kind === "list" ? nilSlice(value.goType) : nilMap(value.goType);
  if (value.kind === "list") return { ...value, items: value.items.map((item) => deepCopy(item, call)) };
  if (value.kind !== "map") return value;
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of value.entries) entries.set(key, { key: entry.key, value: deepCopy(entry.value, call) });
  return { ...value, entries };
}

import type { Value } from "../value.ts";

/** Whether a value is its type's zero: sprig's `empty`. Structs never are. */
export function isEmpty(value: Value | undefined): boolean {
  switch (value?.kind) {
    case undefined:
    case "nil":
      return true;
    case "bool":
      return !value.value;
    case "int":
      return value.value === 0n;
    case "float":
      return value.value === 0;
    case "string":
      return value.value === "";
    case "list":
      return value.items.length === 0;
    case "map":
      return value.entries.size === 0;
    case "object":
      return value.underlying !== undefined && isEmpty(value.underlying);
    default:
      return false;
  }
}

import type { Value } from "../value.ts";

/** Truth as `if`, `with`, `and`, `or` and `not` see it: whatever is not the zero of its type (text/template isTrue). */
export function isTrue(value: Value): boolean {
  switch (value.kind) {
    case "nil":
      return false;
    case "bool":
      return value.value;
    case "int":
      return value.value !== 0n;
    case "float":
      return value.value !== 0;
    case "string":
      return value.value !== "";
    case "list":
      return value.items.length > 0;
    case "map":
      return value.entries.size > 0;
    case "object":
      return value.underlying === undefined || isTrue(value.underlying);
    case "func":
      return true;
  }
}

import type { Value } from "../value.ts";

/** A value's type as `%T` prints it. */
export function goTypeName(value: Value): string {
  switch (value.kind) {
    case "nil":
      return "<nil>";
    case "bool":
      return "bool";
    case "string":
      return "string";
    default:
      return value.goType;
  }
}

/** The type of a map's or list's elements, by its name: `interface {}` of `common.Values`. */
export function elementType(goType: string): string {
  if (goType.startsWith("[]")) return goType.slice(2);
  return goType.startsWith("map[string]") ? goType.slice("map[string]".length) : "interface {}";
}

/** Whether a type is an interface: what it holds keeps its own type. */
export function isInterfaceType(goType: string): boolean {
  return goType === "interface {}" || goType === "any" || goType === "error";
}

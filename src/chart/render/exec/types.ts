import { goTypeName, isInterfaceType } from "../print/type-name.ts";
import { Text } from "../text.ts";
import { nil, type ParamType, type Value } from "../value.ts";

const names: Readonly<Record<Exclude<ParamType, object>, string>> = {
  any: "interface {}",
  string: "string",
  bool: "bool",
  int: "int",
  int64: "int64",
  float64: "float64",
  map: "map[string]interface {}",
  list: "[]interface {}",
  strings: "[]string",
  reflect: "reflect.Value",
};

/** A parameter's type as Go names it. */
export function paramTypeName(type: ParamType): string {
  return typeof type === "object" ? type.goType : names[type];
}

/** Whether nil may be given for a type. */
export function canBeNil(type: ParamType): boolean {
  if (typeof type === "object") return /^(\*|\[\]|map\[|func|chan|interface)/.test(type.goType);
  return type === "any" || type === "reflect" || type === "map" || type === "list" || type === "strings";
}

/** Whether Go would assign the value to a parameter of the type; the value is not nil. */
export function isAssignable(value: Value, type: ParamType): boolean {
  if (type === "any" || type === "reflect") return true;
  const wanted = paramTypeName(type);
  const actual = goTypeName(value);
  if (actual === wanted || isInterfaceType(wanted)) return true;
  // A named type such as common.Values goes where its unnamed one is asked for.
  return (
    value.kind === "map" && wanted.startsWith("map[") && !actual.startsWith("map[") && value.goType.endsWith(".Values")
  );
}

/**
 * The value as a parameter has it to which Go assigns it: of the parameter's type, so that `merge .Values` gives a map
 * without a name, which has no methods and goes where `dig` insists on one. It is the same map: `set` changes both.
 */
export function assigned(value: Value, type: ParamType): Value {
  const isNamed = type === "map" && value.kind === "map" && value.goType !== names.map;
  return isNamed ? { kind: "map", entries: value.entries, goType: names.map } : value;
}

/** Go's zero of a type, as far as maps and lists hold them. */
export function zeroOf(goType: string): Value {
  if (isInterfaceType(goType)) return { ...nil, isInterface: true };
  if (goType === "string") return new Text("");
  if (goType === "bool") return { kind: "bool", value: false };
  if (goType === "float64") return { kind: "float", value: 0, goType };
  if (goType === "int" || goType === "int64" || goType === "uint8") return { kind: "int", value: 0n, goType };
  if (goType.startsWith("[]")) return { kind: "list", items: [], goType };
  if (goType.startsWith("map[")) return { kind: "map", entries: new Map(), goType };
  return nil;
}

/** A nil in a list or map is a nil of type `interface {}`. */
export function asElement(value: Value): Value {
  return value.kind === "nil" && value.isInterface !== true ? { ...value, isInterface: true } : value;
}

/** What an `interface {}` holds: of a nil one, nothing. */
export function withoutInterface(value: Value): Value {
  if (value.kind !== "nil" || value.isInterface !== true) return value;
  return value.origin === undefined ? nil : { kind: "nil", origin: value.origin };
}

import { compareBytes } from "../bytes.ts";
import { sprint, sprintf } from "../print/format.ts";
import { goTypeName } from "../print/type-name.ts";
import { Text } from "../text.ts";
import { type Bool, FunctionError, type Value } from "../value.ts";

type Kind = "bool" | "int" | "uint" | "float" | "string" | "other";

function basicKind(value: Value): Kind {
  switch (value.kind) {
    case "int":
      return value.goType.startsWith("u") ? "uint" : "int";
    case "bool":
    case "float":
    case "string":
      return value.kind;
    default:
      return "other";
  }
}

function incompatible(one: Value, other: Value): FunctionError {
  return new FunctionError(`incompatible types for comparison: ${goTypeName(one)} and ${goTypeName(other)}`);
}

/** text/template's eq of two values. */
function equal(one: Value, other: Value): boolean {
  const kind = basicKind(one);
  const otherKind = basicKind(other);
  if (one.kind === "int" && other.kind === "int") return one.value === other.value;
  if (kind !== otherKind) {
    if (one.kind === "nil" || other.kind === "nil") return false;
    throw incompatible(one, other);
  }
  if (kind !== "other") return "value" in one && "value" in other && one.value === other.value;
  if (one.kind === "nil" || other.kind === "nil") return one.kind === other.kind;
  if (reflectKind(one) !== reflectKind(other)) {
    throw new FunctionError(
      `non-comparable types ${asString(one)}: ${goTypeName(one)}, ${goTypeName(other)}: ${sprint([other]).value}`,
    );
  }
  if (other.kind !== "object" || other.underlying !== undefined) {
    throw new FunctionError(`non-comparable type ${asString(other)}: ${goTypeName(other)}`);
  }
  return one === other;
}

/** As `%s` prints it, which is for strings: `%!s(float64=1)`. */
function asString(value: Value): string {
  return sprintf(new Text("%s"), [value]).value;
}

function reflectKind(value: Value): string {
  if (value.kind !== "object") return value.kind;
  return value.underlying?.kind ?? (value.goType.startsWith("*") ? "pointer" : "struct");
}

function less(one: Value, other: Value): boolean {
  const kind = basicKind(one);
  const otherKind = basicKind(other);
  if (kind === "other" || otherKind === "other") throw new FunctionError("invalid type for comparison");
  if (one.kind === "int" && other.kind === "int") return one.value < other.value;
  if (kind !== otherKind) throw incompatible(one, other);
  if (one.kind === "float" && other.kind === "float") return one.value < other.value;
  if (one.kind === "string" && other.kind === "string") return compareBytes(one.value, other.value) < 0;
  throw new FunctionError("invalid type for comparison");
}

export function eq(one: Value, others: readonly Value[]): Bool {
  if (others.length === 0) throw new FunctionError("missing argument for comparison");
  return truth(others.some((other) => equal(one, other)));
}

export function ne(one: Value, other: Value): Bool {
  return truth(!equal(one, other));
}

export function lt(one: Value, other: Value): Bool {
  return truth(less(one, other));
}

export function le(one: Value, other: Value): Bool {
  return truth(less(one, other) || equal(one, other));
}

export function gt(one: Value, other: Value): Bool {
  return truth(!le(one, other).value);
}

export function ge(one: Value, other: Value): Bool {
  return truth(!less(one, other));
}

export function truth(value: boolean): Bool {
  return { kind: "bool", value };
}

import type { Origin } from "./origin.ts";
import type { Text } from "./text.ts";

export interface Nil {
  readonly kind: "nil";
  readonly origin?: Origin;
  /**
   * An entry or item of type `interface {}` that is nil, as against nothing at all: a field of the one is an error, a
   * field of the other is nothing again. Only the engine sets it and asks for it.
   */
  readonly isInterface?: boolean;
}

export interface Bool {
  readonly kind: "bool";
  readonly value: boolean;
  readonly origin?: Origin;
}

/** Go's integers, always within the range of their type. */
export interface Int {
  readonly kind: "int";
  readonly value: bigint;
  readonly goType: "int" | "int64" | "int32" | "uint8" | "uint64" | "uint32" | "uintptr";
  readonly origin?: Origin;
}

/** Go's float64: what every number in YAML and JSON becomes (`goType` is `float32` only where a function made one). */
export interface Float {
  readonly kind: "float";
  readonly value: number;
  readonly goType: "float64" | "float32";
  readonly origin?: Origin;
}

/** A slice. Shared like Go's: whoever changes it in place changes it for all who hold it. */
export interface List {
  readonly kind: "list";
  readonly items: Value[];
  /** Where items are made when they are asked for: how many there are, and one of them. */
  readonly made?: { readonly count: number; item(index: number): Value };
  /** `[]interface {}` unless a function made another, such as `[]string` (splitList, keys …) or `[]uint8`. */
  readonly goType: string;
}

/** An entry: the key with its own origin, and the value. */
export interface MapEntry {
  readonly key: Text;
  readonly value: Value;
}

/** A map with string keys. Shared like Go's: `set` changes it for all who hold it. Ranges and prints in the order of the keys' bytes. */
export interface GoMap {
  readonly kind: "map";
  readonly entries: Map<string, MapEntry>;
  /** `map[string]interface {}` unless another, such as `map[string]string` or `common.Values`. */
  readonly goType: string;
  /** Methods of a type of its own, such as `common.Values`; they come before the entries of their names. */
  readonly methods?: Readonly<Record<string, FunctionSpec>>;
}

/** A Go value with fields and methods: .Files, .Capabilities.APIVersions, a semver.Version, a time, a certificate. */
export interface GoObject {
  readonly kind: "object";
  /** As `%T` prints it: `*semver.Version`, `time.Time`. */
  readonly goType: string;
  /** Exported fields and methods without arguments by name; undefined where there is none. */
  field(name: string): Value | undefined;
  /** Methods that take arguments, by name. */
  readonly methods?: Readonly<Record<string, FunctionSpec>>;
  /** Its fields in Go's order, where it is a struct that is printed, compared or written as JSON and YAML. */
  readonly fields?: readonly {
    readonly name: string;
    readonly jsonName?: string;
    readonly omitEmpty?: boolean;
    /** Printed, but not written as JSON. */
    readonly isUnexported?: boolean;
    /** Its own fields are written as JSON in its place. */
    readonly isEmbedded?: boolean;
    readonly value: Value;
  }[];
  /** What its `String` method gives, which printing uses. */
  readonly string?: () => Text;
  /** What the `String` method of its pointer gives: `{{ value }}` alone finds that, Go's fmt and toString do not. */
  readonly pointerString?: () => Text;
  /** The list or map that it is beneath its methods, where it is no struct: `range`, `len`, `index` and printing use that. */
  readonly underlying?: List | GoMap;
  readonly origin?: Origin;
}

/** A function as a value: what `call` takes; charts never hold one. */
export interface GoFunc {
  readonly kind: "func";
  readonly goType: string;
  readonly spec: FunctionSpec;
}

export type Value = Nil | Bool | Int | Float | Text | List | GoMap | GoObject | GoFunc;

export const nil: Nil = { kind: "nil" };

/** The list or map beneath an object that is one with methods; anything else as it is. */
export function beneath(value: Value): Value {
  return value.kind === "object" && value.underlying !== undefined ? value.underlying : value;
}

/**
 * A parameter's type as the engine checks it ahead of a call (text/template exec.go validateType), so that a function
 * gets what it declares: `any` takes everything, nil too; `int` takes Go's int and nothing that merely looks like one.
 */
export type ParamType =
  | "any"
  | "string"
  | "bool"
  | "int"
  | "int64"
  | "float64"
  | "map"
  | "list"
  | "strings"
  | "reflect"
  /** Any other Go type, by its name: an argument of another type is refused. */
  | { readonly goType: string };

/** A function as templates call it. Errors are thrown as `FunctionError`. */
export interface FunctionSpec {
  readonly params: readonly ParamType[];
  /** The type of the arguments behind `params`; absent where there may be none. */
  readonly variadic?: ParamType;
  readonly run: (args: readonly Value[], call: Call) => Value;
}

/** What a function may use beside its arguments. */
export interface Call {
  readonly helm: "3" | "4";
  /** Counts work, and throws `BudgetError` when the render has used up what any chart may: one unit is about a character or an item. */
  spend(units: number): void;
  readonly now: Date;
  /** A stream of 32-bit numbers for the calling place: the same render gives the same numbers. */
  random(): () => number;
  /** The named template's output with `data` as its dot. */
  include(name: string, data: Value): Text;
  /** Renders a text as a template of its own. */
  tpl(text: Text, data: Value): Text;
}

/** What a function answers when it fails: the engine adds `error calling NAME: `. `raised` is for `fail` and `required`. */
export class FunctionError extends Error {
  override readonly name = "FunctionError";
  readonly raised: boolean;

  constructor(message: string, raised = false) {
    super(message);
    this.raised = raised;
  }
}

/** The chart asks for more work, depth, memory or output than any chart may. */
export class BudgetError extends Error {
  override readonly name = "BudgetError";
  /** The template that was being rendered, relative to the chart's folder; undefined where none was yet. */
  file: string | undefined;
}

/*
 * What the API server's decoder makes of an object: JSON into Go structs, case-sensitive, unknown fields told.
 * Sources: sigs.k8s.io/json, Go's encoding/json (decode.go), and the UnmarshalJSON of Quantity, IntOrString and Time.
 */

import type { Minor } from "../model/kubernetes-version.ts";
import { Quantity, readQuantity } from "../model/quantity.ts";
import { newMapping } from "../read/mapping.ts";
import type { Path } from "../read/path.ts";
import { base64Complaint } from "./base64.ts";
import { mostTold } from "./field-review.ts";
import { fieldSteps, goTypeOf } from "./go-names.ts";
import { definitionOf, isKnownIn, type Property, type Shape } from "./structure.ts";

/** A decoded object: known properties only, nulls gone, quantities read. A fresh copy, free to be changed. */
export type Decoded = Record<string, unknown>;

/** What came of decoding. */
export interface DecodeOutcome {
  readonly object: Decoded;
  /** The first value of a wrong type, in the server's words, and where it stands. */
  readonly error?: { readonly message: string; readonly path: Path };
  /** Every value that could not be decoded, in the order of the object. */
  readonly errors: readonly { readonly message: string; readonly path: Path }[];
  /** Fields that this server does not know, in the order of the object. */
  readonly unknown: readonly { readonly field: string; readonly path: Path; readonly definition: string }[];
  /** Whether there are more of either than those. */
  readonly isCut: boolean;
}

class Decoder {
  readonly minor: Minor;
  error: { message: string; path: Path } | undefined;
  /** A type that decodes itself refused its value: Go stops there, and forgets an earlier error. */
  stopped = false;
  readonly errors: { message: string; path: Path }[] = [];
  readonly unknown: { field: string; path: Path; definition: string }[] = [];
  isCut = false;
  /** The keys and indices down to the value at hand. */
  readonly path: (string | number)[] = [];

  constructor(minor: Minor) {
    this.minor = minor;
  }

  struct(value: object, definition: string): Decoded {
    const known = definitionOf(definition);
    const result: Decoded = {};
    for (const key of Object.keys(value)) {
      const property = known.property(key);
      this.path.push(key);
      if (property === undefined || !isKnownIn(property, this.minor)) {
        if (this.unknown.length < mostTold)
          this.unknown.push({ field: this.#dotted(), path: [...this.path], definition });
        else this.isCut = true;
      } else {
        const decoded = this.value((value as Decoded)[key], property.shape, definition, key);
        if (decoded !== undefined) result[key] = decoded;
      }
      this.path.pop();
    }
    return result;
  }

  /** The value, or undefined for null and for what could not be decoded. */
  value(value: unknown, shape: Shape, definition: string, property: string): unknown {
    if (value === null || value === undefined) return undefined;
    switch (shape.is) {
      case "text":
        return typeof value === "string" ? value : this.#mistyped(value, shape, definition, property);
      case "boolean":
        return typeof value === "boolean" ? value : this.#mistyped(value, shape, definition, property);
      case "int32":
      case "int64":
        return isInteger(value, shape.is) ? value : this.#mistyped(value, shape, definition, property);
      case "intOrString":
        if (typeof value === "string" || isInteger(value, "int32")) return value;
        return this.#mistyped(value, shape, definition, property);
      case "number":
        return typeof value === "number" ? value : this.#mistyped(value, shape, definition, property);
      case "quantity":
        return this.#quantity(value);
      case "time":
        return this.#time(value, shape, definition, property);
      case "bytes":
        // Go takes a list of numbers, too.
        if (Array.isArray(value)) return value;
        return typeof value === "string" ? this.#bytes(value) : this.#mistyped(value, shape, definition, property);
      case "struct":
        if (typeof value !== "object" || Array.isArray(value))
          return this.#mistyped(value, shape, definition, property);
        return this.struct(value, shape.name);
      case "list":
        if (!Array.isArray(value)) return this.#mistyped(value, shape, definition, property);
        return this.#list(value, shape.of, definition, property);
      case "map":
        if (typeof value !== "object" || Array.isArray(value))
          return this.#mistyped(value, shape, definition, property);
        return this.#map(value as Decoded, shape.of, definition, property);
      default:
        return value;
    }
  }

  #list(value: readonly unknown[], of: Shape, definition: string, property: string): unknown[] {
    const result: unknown[] = [];
    for (let i = 0; i < value.length; i++) {
      this.path.push(i);
      const item = this.value(value[i], of, definition, property);
      // A null in a list is Go's zero value there.
      result.push(item === undefined ? zeroOf(of) : item);
      this.path.pop();
    }
    return result;
  }

  #map(value: Decoded, of: Shape, definition: string, property: string): Decoded {
    const result: Decoded = newMapping();
    for (const key of Object.keys(value)) {
      this.path.push(key);
      const item = this.value(value[key], of, definition, property);
      result[key] = item === undefined ? zeroOf(of) : item;
      this.path.pop();
    }
    return result;
  }

  #quantity(value: unknown): Quantity | undefined {
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    const outcome = readQuantity(text);
    if ("quantity" in outcome) return outcome.quantity;
    this.#stop(outcome.error);
    return undefined;
  }

  #bytes(value: string): string | undefined {
    const complaint = base64Complaint(value);
    if (complaint === undefined) return value;
    this.#note(complaint);
    return undefined;
  }

  #time(value: unknown, shape: Shape, definition: string, property: string): unknown {
    if (typeof value !== "string") return this.#mistyped(value, shape, definition, property);
    const complaint = timeComplaint(value);
    if (complaint !== undefined) this.#stop(complaint);
    return value;
  }

  #mistyped(value: unknown, shape: Shape, definition: string, property: string): undefined {
    const decodesItself = shape.is === "intOrString" || shape.is === "time";
    const isNumber = typeof value === "number";
    const wantsInteger = shape.is === "int32" || shape.is === "int64" || shape.is === "intOrString";
    const found = `${kindOf(value)}${isNumber && wantsInteger ? ` ${value}` : ""}`;
    const { goName } = definitionOf(definition);
    const type = goTypeOf(shape, definition, property);
    const message = `json: cannot unmarshal ${found} into Go struct field ${goName}.${this.#goField()} of type ${type}`;
    if (decodesItself) this.#stop(message);
    else this.#note(message);
    return undefined;
  }

  /** Go goes on, and tells the first of these. */
  #note(message: string): void {
    const error = this.#told(message);
    this.error ??= error;
  }

  #stop(message: string): void {
    const error = this.#told(message);
    if (this.stopped) return;
    this.stopped = true;
    this.error = error;
  }

  #told(message: string): { message: string; path: Path } {
    const error = { message, path: [...this.path] };
    if (this.errors.length < mostTold) this.errors.push(error);
    else this.isCut = true;
    return error;
  }

  /** `spec.containers[0].name`, as strict errors name a field. */
  #dotted(): string {
    let text = "";
    for (const step of this.path) {
      if (typeof step === "number") text += `[${step}]`;
      else text += text === "" ? step : `.${step}`;
    }
    return text;
  }

  /** `spec.containers.name`: without indices and map keys, as Go names a field. */
  #goField(): string {
    const steps: string[] = [];
    let shape: Shape = { is: "struct", name: this.root };
    for (const step of this.path) {
      if (shape.is === "struct") {
        const property: Property | undefined =
          typeof step === "string" ? definitionOf(shape.name).property(step) : undefined;
        if (property === undefined) break;
        steps.push(fieldSteps(shape.name, property.name, this.minor));
        shape = property.shape;
      } else if (shape.is === "list" || shape.is === "map") shape = shape.of;
    }
    return steps.join(".");
  }

  root = "";
}

function zeroOf(shape: Shape): unknown {
  switch (shape.is) {
    case "struct":
      return {};
    case "list":
      return [];
    case "map":
      return newMapping();
    case "text":
    case "time":
    case "bytes":
      return "";
    case "boolean":
      return false;
    case "quantity":
      return new Quantity(0n);
    case "anything":
      return null;
    default:
      return 0;
  }
}

function isInteger(value: unknown, type: "int32" | "int64"): value is number {
  if (typeof value !== "number") return false;
  if (type === "int32") return (value | 0) === value;
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function timeComplaint(text: string): string | undefined {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)))
    return undefined;
  const steps: [RegExp, string][] = [
    [/^\d{4}/, "2006"],
    [/^-/, "-"],
    [/^\d\d/, "01"],
    [/^-/, "-"],
    [/^\d\d/, "02"],
    [/^T/, "T"],
    [/^\d\d/, "15"],
    [/^:/, ":"],
    [/^\d\d/, "04"],
    [/^:/, ":"],
    [/^\d\d/, "05"],
    [/^(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)/, "Z07:00"],
  ];
  let rest = text;
  for (const [pattern, name] of steps) {
    const match = pattern.exec(rest);
    if (match === null)
      return `parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(name)}`;
    rest = rest.slice(match[0].length);
  }
  if (rest !== "") return `parsing time ${JSON.stringify(text)}: extra text: ${JSON.stringify(rest)}`;
  return `parsing time ${JSON.stringify(text)}: day out of range`;
}

/** Decodes an object as the given minor's server does. The object stays as it is. */
export function decode(object: object, definition: string, minor: Minor): DecodeOutcome {
  const decoder = new Decoder(minor);
  decoder.root = definition;
  const decoded = decoder.struct(object, definition);
  return {
    object: decoded,
    errors: decoder.errors,
    unknown: decoder.unknown,
    isCut: decoder.isCut,
    ...(decoder.error === undefined ? {} : { error: decoder.error }),
  };
}

/*
 * What the API server sends of a decoded object after it was stored: empty lists and maps are gone (protobuf cannot
 * tell them from absent ones), zero values too where Go's omitempty drops them, amounts are in their canonical form.
 * Sources: the json tags of k8s.io/api types, generated.pb.go, apimachinery pkg/api/resource/quantity.go.
 */
import type { Minor } from "../model/kubernetes-version.ts";
import { Quantity } from "../model/quantity.ts";
import type { Decoded } from "./decode.ts";
import { type GoMark, goMarksOf } from "./go-fields.ts";
import { definitionOf, isKnownIn, type Shape } from "./structure.ts";

/** Encodes a decoded object; it stays as it is, and shares no list or map with the result. */
export function encode(object: Decoded, definition: string, minor: Minor): Decoded {
  const { of: marks, alwaysThere } = goMarksOf(definition);
  const known = definitionOf(definition);
  const result: Decoded = {};
  for (const key of Object.keys(object)) {
    const value = object[key];
    const property = known.property(key);
    if (value === undefined || value === null || property === undefined) continue;
    const encoded = encodeField(value, property.shape, marks.get(key), minor);
    if (encoded !== undefined) result[key] = encoded;
  }
  for (const key of alwaysThere) {
    if (result[key] !== undefined) continue;
    const property = known.property(key);
    if (property === undefined || !isKnownIn(property, minor)) continue;
    const nothing = marks.get(key) === "^" ? null : nothingOf(property.shape, minor);
    if (nothing !== undefined) result[key] = nothing;
  }
  return result;
}

/** What Go writes for a field without a value that it does not leave out. */
function nothingOf(shape: Shape, minor: Minor): unknown {
  switch (shape.is) {
    case "struct":
      return encode({}, shape.name, minor);
    case "text":
      return "";
    case "boolean":
      return false;
    case "quantity":
      return "0";
    case "int32":
    case "int64":
    case "number":
    case "intOrString":
      return 0;
    case "list":
    case "map":
      return null;
    default:
      // An absent time is written as null, which newer servers leave out: nothing that anybody compares.
      return undefined;
  }
}

function encodeField(value: unknown, shape: Shape, mark: GoMark | undefined, minor: Minor): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : encodeValue(value, shape, minor);
  if (shape.is === "map" && Object.keys(value as object).length === 0) return undefined;
  const isPlain = mark === undefined;
  if (isPlain && (value === "" || value === 0 || value === false))
    return shape.is === "intOrString" ? value : undefined;
  return encodeValue(value, shape, minor);
}

function encodeValue(value: unknown, shape: Shape, minor: Minor): unknown {
  switch (shape.is) {
    case "struct":
      return encode(value as Decoded, shape.name, minor);
    case "list":
      return (value as unknown[]).map((item) => encodeValue(item, shape.of, minor));
    case "map": {
      const result: Decoded = {};
      for (const [key, item] of Object.entries(value as Decoded)) {
        define(result, key, encodeValue(item, shape.of, minor));
      }
      return result;
    }
    case "quantity":
      return value instanceof Quantity ? value.toString() : value;
    case "time":
      return typeof value === "string" && value !== "" ? `${new Date(value).toISOString().slice(0, 19)}Z` : value;
    default:
      return typeof value === "object" ? structuredClone(value) : value;
  }
}

/** A key of the user's, which may be named like something that every object has. */
function define(target: Decoded, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

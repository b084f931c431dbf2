/*
 * What strategic merge patches ask of the types: which part lies under a key, and how it is joined.
 * Source: apimachinery pkg/util/strategicpatch/meta.go, third_party/forked/golang/json/fields.go.
 */
import { joinOf } from "./list-types.ts";
import { definitionOf, type Shape } from "./structure.ts";

/** An object of a manifest, or a part of one. */
export type Fields = Record<string, unknown>;

/** True for an object with keys. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The patch cannot be made or applied: the message is Kubernetes' own. */
export class PatchError extends Error {
  override readonly name = "PatchError";
}

/** The type at hand. */
export class PatchSchema {
  readonly shape: Shape;

  constructor(shape: Shape) {
    this.shape = shape;
  }

  /** What is said of a key that the type does not have. */
  missing(key: string): PatchError {
    if (this.shape.is !== "struct")
      return new PatchError(
        `merging an object in json but data type is not struct, instead is: ${this.shape.is === "text" ? "string" : this.shape.is}`,
      );
    const { goName } = definitionOf(this.shape.name);
    return new PatchError(`unable to find api field in struct ${goName} for the json field ${JSON.stringify(key)}`);
  }
}

/** What lies under a key. */
export interface PatchMeta {
  readonly inner: PatchSchema;
  readonly strategies: readonly string[];
  readonly mergeKey: string;
}

/** What lies under a key that holds a map; undefined where the type has no such key. */
export function schemaForMap(schema: PatchSchema, key: string): PatchMeta | undefined {
  const { shape } = schema;
  const property = shape.is === "struct" ? definitionOf(shape.name).property(key) : undefined;
  if (shape.is !== "struct" || property === undefined) return undefined;
  const { strategies, mergeKey } = joinOf(shape.name, key);
  return { inner: new PatchSchema(property.shape), strategies, mergeKey };
}

/** The same for a list: the inner type is that of its elements. */
export function schemaForList(schema: PatchSchema, key: string): PatchMeta | undefined {
  const found = schemaForMap(schema, key);
  if (found === undefined) return undefined;
  const { shape } = found.inner;
  return shape.is === "list" ? { ...found, inner: new PatchSchema(shape.of) } : found;
}

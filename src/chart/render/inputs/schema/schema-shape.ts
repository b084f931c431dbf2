import { type Draft, isSchemaObject, keyword, type SchemaObject } from "./draft.ts";
import { fitsFormat } from "./formats.ts";
import type { Patterns } from "./pattern.ts";
import { SchemaError } from "./schema-error.ts";

/** What a keyword must hold, as the metaschemas of the drafts say. */
type Kind =
  | "schema"
  | "schemas"
  | "schemaMap"
  | "patternMap"
  | "items"
  | "additional"
  | "dependencies"
  | "text"
  | "uri"
  | "address"
  | "anchor"
  | "vocabulary"
  | "pattern"
  | "bool"
  | "number"
  | "positive"
  | "count"
  | "names"
  | "namesMap"
  | "array"
  | "enum"
  | "type"
  | "limit"
  | "free";

const since: readonly (readonly [Draft, Readonly<Record<string, Kind>>])[] = [
  [
    4,
    {
      $schema: "text",
      title: "text",
      description: "text",
      multipleOf: "positive",
      maximum: "number",
      minimum: "number",
      exclusiveMaximum: "limit",
      exclusiveMinimum: "limit",
      maxLength: "count",
      minLength: "count",
      pattern: "pattern",
      items: "items",
      additionalItems: "additional",
      maxItems: "count",
      minItems: "count",
      uniqueItems: "bool",
      maxProperties: "count",
      minProperties: "count",
      required: "names",
      additionalProperties: "additional",
      definitions: "schemaMap",
      properties: "schemaMap",
      patternProperties: "patternMap",
      dependencies: "dependencies",
      enum: "enum",
      type: "type",
      format: "text",
      allOf: "schemas",
      anyOf: "schemas",
      oneOf: "schemas",
      not: "schema",
      $ref: "uri",
    },
  ],
  [6, { $id: "uri", contains: "schema", propertyNames: "schema", examples: "free" }],
  [
    7,
    {
      $comment: "text",
      examples: "array",
      readOnly: "bool",
      writeOnly: "bool",
      contentMediaType: "text",
      contentEncoding: "text",
      if: "schema",
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: "schema",
      else: "schema",
    },
  ],
  [
    2019,
    {
      $id: "address",
      $anchor: "anchor",
      $defs: "schemaMap",
      $recursiveRef: "uri",
      $recursiveAnchor: "bool",
      $vocabulary: "vocabulary",
      dependentSchemas: "schemaMap",
      dependentRequired: "namesMap",
      minContains: "count",
      maxContains: "count",
      unevaluatedItems: "schema",
      unevaluatedProperties: "schema",
      contentSchema: "schema",
      deprecated: "bool",
    },
  ],
  // The two recursive keywords, as the other names that 2019 had for what came after, are held to what those take.
  [2020, { $dynamicRef: "uri", $dynamicAnchor: "anchor", $recursiveAnchor: "anchor", prefixItems: "schemas" }],
];

const types = new Set(["array", "boolean", "integer", "null", "number", "object", "string"]);
/** What the drafts let stand for an anchor. */
const anchor2019 = /^[A-Za-z][-A-Za-z0-9.:_]*$/;
const anchor2020 = /^[A-Za-z_][-A-Za-z0-9._]*$/;
/** Schemas nested deeper are refused. */
const deepest = 500;

/** Refuses a schema that the metaschema of its draft refuses. */
export class ShapeChecker {
  readonly #draft: Draft;
  readonly #patterns: Patterns;
  readonly #kinds = new Map<string, Kind>();

  constructor(draft: Draft, patterns: Patterns) {
    this.#draft = draft;
    this.#patterns = patterns;
    for (const [from, table] of since) {
      if (from <= draft) for (const [name, kind] of Object.entries(table)) this.#kinds.set(name, kind);
    }
    if (draft === 4) this.#kinds.set("id", "address");
    if (draft === 2020) this.#kinds.delete("additionalItems");
  }

  /** Whether the draft has a keyword. */
  knows(name: string): boolean {
    return this.#kinds.has(name);
  }

  /** @throws {SchemaError} */
  check(schema: unknown, at = "", depth = 0): void {
    if (typeof schema === "boolean" && this.#draft > 4) return;
    if (!isSchemaObject(schema) || depth > deepest) throw new SchemaError(`at '${at}': no schema`);
    for (const [name, kind] of this.#kinds) {
      const value = keyword(schema, name);
      if (value !== undefined) this.#keyword(kind, value, `${at}/${name}`, depth);
    }
    if (this.#draft === 4) {
      for (const side of ["Maximum", "Minimum"]) {
        if (keyword(schema, `exclusive${side}`) !== undefined && keyword(schema, side.toLowerCase()) === undefined)
          throw new SchemaError(`at '${at}': exclusive${side} without ${side.toLowerCase()}`);
      }
    }
  }

  #keyword(kind: Kind, value: unknown, at: string, depth: number): void {
    const schemas = (all: readonly unknown[]) =>
      all.forEach((one, index) => {
        this.check(one, `${at}/${index}`, depth + 1);
      });
    const isTrue = (fits: boolean) => {
      if (!fits) throw new SchemaError(`at '${at}': not what the keyword takes`);
    };
    switch (kind) {
      case "schema":
        this.check(value, at, depth + 1);
        return;
      case "additional":
        if (typeof value !== "boolean") this.check(value, at, depth + 1);
        return;
      case "schemas":
        isTrue(Array.isArray(value) && value.length > 0);
        schemas(value as unknown[]);
        return;
      case "items":
        if (!Array.isArray(value)) this.check(value, at, depth + 1);
        else {
          isTrue(this.#draft < 2020 && value.length > 0);
          schemas(value);
        }
        return;
      case "schemaMap":
      case "patternMap":
      case "dependencies":
      case "namesMap":
        if (!isSchemaObject(value)) throw new SchemaError(`at '${at}': no object`);
        this.#map(kind, value, at, depth);
        return;
      default:
        isTrue(this.#fits(kind, value));
    }
  }

  #map(kind: Kind, map: SchemaObject, at: string, depth: number): void {
    for (const [name, one] of Object.entries(map)) {
      const place = `${at}/${name}`;
      if (kind === "patternMap" && this.#draft > 4 && this.#patterns.compile(name) === undefined)
        throw new SchemaError(`at '${at}': ${name} is no pattern`);
      const isNames = kind === "namesMap" || (kind === "dependencies" && Array.isArray(one));
      if (!isNames) this.check(one, place, depth + 1);
      else if (!this.#fits("names", one)) throw new SchemaError(`at '${place}': no list of names`);
    }
  }

  #fits(kind: Kind, value: unknown): boolean {
    switch (kind) {
      case "text":
        return typeof value === "string";
      case "uri":
        return typeof value === "string" && (this.#draft === 4 || fitsFormat("uri-reference", value, this.#patterns));
      case "address":
        return (
          typeof value === "string" &&
          fitsFormat("uri-reference", value, this.#patterns) &&
          (this.#draft < 2019 || /^[^#]*#?$/.test(value))
        );
      case "anchor":
        return typeof value === "string" && (this.#draft === 2019 ? anchor2019 : anchor2020).test(value);
      case "vocabulary":
        return (
          isSchemaObject(value) &&
          Object.entries(value).every(
            ([name, used]) => typeof used === "boolean" && fitsFormat("uri", name, this.#patterns),
          )
        );
      case "pattern":
        return typeof value === "string" && this.#patterns.compile(value) !== undefined;
      case "bool":
        return typeof value === "boolean";
      case "number":
        return typeof value === "number";
      case "limit":
        return typeof value === (this.#draft === 4 ? "boolean" : "number");
      case "positive":
        return typeof value === "number" && value > 0;
      case "count":
        return typeof value === "number" && Number.isInteger(value) && value >= 0;
      case "names":
        return areNames(value) && (this.#draft > 4 || value.length > 0);
      case "array":
        return Array.isArray(value);
      case "enum":
        return Array.isArray(value) && (this.#draft > 7 || (value.length > 0 && areDifferent(value)));
      case "type":
        return typeof value === "string"
          ? types.has(value)
          : areNames(value) && value.length > 0 && value.every((one) => types.has(one));
      default:
        return true;
    }
  }
}

function areNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string") && new Set(value).size === value.length;
}

function areDifferent(values: readonly unknown[]): boolean {
  return new Set(values.map(inOneOrder)).size === values.length;
}

/** The same text for the same JSON, whatever the order of its keys. */
function inOneOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneOrder).join(",")}]`;
  if (!isSchemaObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${inOneOrder(value[key])}`).join(",")}}`;
}

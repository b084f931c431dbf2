/** A version of JSON Schema, by the year or number of its draft. */
export type Draft = 4 | 6 | 7 | 2019 | 2020;

const drafts: Readonly<Record<string, Draft>> = {
  "json-schema.org/schema": 2020,
  "json-schema.org/draft/2020-12/schema": 2020,
  "json-schema.org/draft/2019-09/schema": 2019,
  "json-schema.org/draft-07/schema": 7,
  "json-schema.org/draft-06/schema": 6,
  "json-schema.org/draft-04/schema": 4,
};

/** The draft that `$schema` names; undefined for one that would have to be fetched. */
export function draftOf(url: unknown): Draft | undefined {
  if (typeof url !== "string") return 2020;
  const name = url.replace(/#$/, "").replace(/^https?:\/\//, "");
  return Object.hasOwn(drafts, name) ? drafts[name] : undefined;
}

/** A schema that is no boolean. */
export type SchemaObject = Readonly<Record<string, unknown>>;

export function isSchemaObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A keyword's value; undefined for what an object only inherits. */
export function keyword(schema: SchemaObject, name: string): unknown {
  return Object.hasOwn(schema, name) ? schema[name] : undefined;
}

import { isMapping } from "../model/fields.ts";

const types: ReadonlySet<unknown> = new Set(["object", "array", "string", "number", "integer", "boolean", "null"]);

/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const one = [
  "items",
  "additionalProperties",
  "additionalItems",
  "contains",
  "propertyNames",
  "not",
  "if",
  "then",
  "else",
];
const several = ["items", "allOf", "anyOf", "oneOf"];
const byName = ["properties", "patternProperties", "definitions"];

const deepest = 20;

/**
 * What is wrong with a JSON Schema that somebody wrote for a rule's options, and where; undefined where it can be used.
 * A misspelt type would allow anything or nothing, and only show when somebody sets the option.
 */
export function faultOfSchema(schema: unknown, where: string, depth = 0): string | undefined {
  if (typeof schema === "boolean") return undefined;
  if (!isMapping(schema)) return `\`${where}\` is no schema`;
  if (depth > deepest) return `\`${where}\` lies too deep`;
  const { type, pattern } = schema;
  for (const name of Array.isArray(type) ? type : type === undefined ? [] : [type]) {
    if (!types.has(name)) return `\`${where}.type\` is ${JSON.stringify(name)}, none of ${[...types].join(", ")}`;
  }
  if (schema.$ref !== undefined) return `\`${where}.$ref\` is not followed: write the schema out`;
  if (schema.enum !== undefined && !Array.isArray(schema.enum)) return `\`${where}.enum\` is no list`;
  if (pattern !== undefined && !isPattern(pattern)) return `\`${where}.pattern\` is no regular expression`;
  for (const [inner, path] of innerSchemas(schema, where)) {
    const fault = faultOfSchema(inner, path, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function* innerSchemas(schema: Readonly<Record<string, unknown>>, where: string): Generator<[unknown, string]> {
  for (const key of byName) {
    const inner = schema[key];
    if (inner === undefined) continue;
    if (isMapping(inner)) for (const [name, value] of Object.entries(inner)) yield [value, `${where}.${key}.${name}`];
    else yield [undefined, `${where}.${key}`];
  }
  for (const key of several) {
    const inner = schema[key];
    if (Array.isArray(inner)) for (const [index, value] of inner.entries()) yield [value, `${where}.${key}[${index}]`];
    else if (inner !== undefined && !one.includes(key)) yield [undefined, `${where}.${key}`];
  }
  for (const key of one) {
    const inner = schema[key];
    if (inner !== undefined && !Array.isArray(inner)) yield [inner, `${where}.${key}`];
  }
}

function isPattern(pattern: unknown): boolean {
  try {
    return typeof pattern === "string" && new RegExp(pattern, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { decode } from "../../src/admission/decode.ts";
import { definitionOfKind } from "../../src/admission/structure.ts";
import { isIntOrString } from "../../src/model/int-or-string.ts";
import { newestMinor, oldestMinor } from "../../src/model/kubernetes-version.ts";
import { readQuantity } from "../../src/model/quantity.ts";
import { readRows } from "./rows.ts";

interface Schema {
  definitions: Record<string, { properties: Record<string, { "x-since"?: string; "x-until"?: string }> }>;
}

const text = readFileSync(new URL("../../schemas/kubernetes.schema.json", import.meta.url), "utf8");

/** The union schema as one minor knows it. */
function schemaOf(minor: number): Schema {
  const schema = JSON.parse(text) as Schema;
  for (const { properties } of Object.values(schema.definitions))
    for (const [name, property] of Object.entries(properties)) {
      const since = Number(property["x-since"]?.slice(2) ?? 0);
      const until = Number(property["x-until"]?.slice(2) ?? 1000);
      if (minor < since || minor > until) delete properties[name];
    }
  return schema;
}

/** Null is absent to the decoder, and Go's zero value in a list: the schema cannot say so. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, child]) => child !== null)
      .map(([key, child]) => [key, withoutNulls(child)]),
  );
}

function validatorOf(minor: number): (definition: string, object: unknown) => boolean {
  const ajv = new Ajv({ strict: false, allErrors: false, logger: false });
  ajv.addFormat("quantity", {
    type: "string",
    validate: (given: string) => "quantity" in readQuantity(given),
  });
  ajv.addFormat("int-or-string", { type: "string", validate: (given: string) => isIntOrString(given) });
  ajv.addFormat("date-time", true);
  ajv.addFormat("byte", true);
  ajv.addFormat("int64", true);
  ajv.addSchema(schemaOf(minor), "kubernetes");
  const validators = new Map<string, (object: unknown) => unknown>();
  return (definition, object) => {
    const known = validators.get(definition) ?? ajv.getSchema(`kubernetes#/definitions/${definition}`);
    if (known === undefined) throw new Error(`the schema has no ${definition}`);
    validators.set(definition, known);
    return known(object) === true;
  };
}

const rows = readRows();

describe.skipIf(rows === undefined)("the JSON Schema and the walker say the same", () => {
  test.each([oldestMinor, 34, newestMinor])("on every row, for 1.%d", (minor) => {
    const isValid = validatorOf(minor);
    const different: string[] = [];
    let refused = 0;
    for (const row of rows ?? []) {
      const definition = definitionOfKind(row.object.apiVersion, row.object.kind);
      if (definition === undefined) continue;
      const object = withoutNulls(row.object);
      if (typeof object !== "object" || object === null) continue;
      const outcome = decode(object, definition, minor);
      // A quantity may be anything that reads as one when it is written as JSON: only the decoder can tell.
      if (outcome.error?.message.startsWith("quantities")) continue;
      const isDecoded = outcome.error === undefined && outcome.unknown.length === 0;
      if (!isDecoded) refused++;
      if (isValid(definition, object) !== isDecoded)
        different.push(`${row.id}: ${outcome.error?.message ?? JSON.stringify(outcome.unknown[0])} ${row.ops}`);
    }
    expect(different).toEqual([]);
    expect(refused).toBeGreaterThan(1000);
  });
});

test("a version knows a property from its minor on", () => {
  expect(schemaOf(30).definitions.PodSecurityContext?.properties.supplementalGroupsPolicy).toBeUndefined();
  expect(schemaOf(31).definitions.PodSecurityContext?.properties.supplementalGroupsPolicy).toBeDefined();
});

import { describe, expect, it } from "vitest";
import { SchemaDocument } from "../../../src/chart/render/inputs/schema/schema-document.ts";

const dialects = {
  4: "http://json-schema.org/draft-04/schema#",
  6: "http://json-schema.org/draft-06/schema#",
  7: "http://json-schema.org/draft-07/schema#",
  2019: "https://json-schema.org/draft/2019-09/schema",
  2020: "https://json-schema.org/draft/2020-12/schema",
} as const;

/** A keyword that no object of ours may have by name: it would look like a promise. */
const then: string = "then";

/** What Helm 4.2.4 says of a schema, at the root and below a property alike, before they look at any value. */
const refused: readonly (readonly [keyof typeof dialects, Readonly<Record<string, unknown>>])[] = [
  [2020, { $id: "#/properties/image" }],
  [2020, { $id: "http://x y" }],
  [2019, { $id: "a#b" }],
  [6, { $id: "http://x y" }],
  [4, { id: "%" }],
  [2020, { $anchor: "" }],
  [2020, { $anchor: "urn:a:b" }],
  [2019, { $anchor: "_a" }],
  [2020, { $dynamicAnchor: "1a" }],
  [2020, { $recursiveAnchor: true }],
  [2020, { $recursiveRef: "elsewhere" }],
  [2019, { $vocabulary: { "https://x/y": 1 } }],
  [2020, { $vocabulary: { x: true } }],
  [7, { examples: "x" }],
  [7, { enum: [1, 1.0] }],
  [
    4,
    {
      enum: [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    },
  ],
  [7, { properties: { q: { $schema: "https://example.com/own" } } }],
  [7, { if: {}, [then]: { $ref: "#/definitions/nowhere" } }],
  [7, { if: false, else: { $ref: "#/definitions/nowhere" } }],
  [2019, { items: [true], additionalItems: { $ref: "#/definitions/nowhere" } }],
];

const taken: typeof refused = [
  [2020, { $id: "image.json#" }],
  [7, { $id: "#/properties/image" }],
  [4, { id: "#image" }],
  [2020, { $anchor: "_a" }],
  [2019, { $anchor: "a:b" }],
  [2020, { $recursiveAnchor: "a" }],
  [2019, { $recursiveAnchor: true }],
  [2020, { $vocabulary: { "https://x/y": true } }],
  [6, { examples: "x" }],
  [2020, { enum: [1, 1] }],
  [2020, { properties: { q: { $schema: dialects[7] } } }],
  // What no keyword beside it asks for is not compiled.
  [7, { [then]: { $ref: "#/definitions/nowhere" }, else: { $ref: "#/definitions/nowhere" } }],
  [7, { if: false, [then]: { $ref: "#/definitions/nowhere" } }],
  [2020, { if: true, else: { properties: { q: { $ref: "other.json" } } } }],
  [2019, { items: true, additionalItems: { $ref: "#/definitions/nowhere" } }],
  [7, { additionalItems: { $ref: "#/definitions/nowhere" } }],
];

const places = (schema: Readonly<Record<string, unknown>>) => [schema, { properties: { p: schema } }];

describe("a values.schema.json", () => {
  it.each(refused)("of draft %s is refused as helm refuses it: %j", (draft, schema) => {
    for (const one of places(schema))
      expect(() => new SchemaDocument({ $schema: dialects[draft], ...one }), JSON.stringify(one)).toThrow();
  });

  it.each(taken)("of draft %s is taken as helm takes it: %j", (draft, schema) => {
    for (const one of places(schema)) new SchemaDocument({ $schema: dialects[draft], ...one });
  });
});

import { lintChart } from "../../../src/index.ts";
import { type Family, inFolder, many, setText } from "./family.ts";

/** A chart whose values are held to a schema; both grow. */
function schema(name: string, text: (size: number) => string, values: (size: number) => string): Family {
  const files = (size: number) => [
    { path: "Chart.yaml", text: "apiVersion: v2\nname: c\nversion: 1.0.0\n" },
    { path: "values.yaml", text: values(size) },
    { path: "values.schema.json", text: text(size) },
    { path: "templates/s.yaml", text: setText() },
  ];
  return {
    name: `schema: ${name}`,
    call: (size) => ({ files: inFolder("c", files(size)), args: ["chart", "c", "--no-helm", "--quiet"] }),
    prepare: (size) => {
      const chart = files(size);
      return () => lintChart(chart, { preset: "all" });
    },
  };
}

const list = (size: number, item: (index: number) => string): string =>
  Array.from({ length: size }, (_, index) => item(index)).join(",");
const keys = (size: number) => many(size, (i) => `k${i}: ${i}\n`);
const items = (size: number) => `list: [${list(size, String)}]\n`;

export const schemas: readonly Family[] = [
  schema("properties", (size) => `{"properties": {${list(size, (i) => `"k${i}": {"type": "integer"}`)}}}`, keys),
  schema(
    "values that do not fit",
    (size) => `{"properties": {${list(size, (i) => `"k${i}": {"type": "string"}`)}}}`,
    keys,
  ),
  schema(
    "properties that no value has",
    (size) => `{"properties": {${list(size, (i) => `"k${i}": {}`)}}}`,
    () => "a: 1\n",
  ),
  schema("required keys", (size) => `{"required": [${list(size, (i) => `"r${i}"`)}]}`, keys),
  schema("keys that may not be", () => '{"properties": {}, "additionalProperties": false}', keys),
  schema(
    "patterns of keys",
    (size) => `{"patternProperties": {${list(Math.ceil(size / 100), (i) => `"^k${i}$": {}`)}}}`,
    keys,
  ),
  schema(
    "names of keys",
    () => '{"propertyNames": {"pattern": "^(a+)+$"}}',
    (size) => `${"a".repeat(size)}b: 1\n`,
  ),
  schema("unique items", () => '{"properties": {"list": {"uniqueItems": true}}}', items),
  schema("an item among others", () => '{"properties": {"list": {"contains": {"const": -1}}}}', items),
  schema(
    "choices",
    (size) => `{"properties": {"list": {"items": {"enum": [${list(20, (i) => String(size + i))}]}}}}`,
    items,
  ),
  schema(
    "schemas in each other",
    (size) => `${'{"allOf": ['.repeat(size)}{}${"]}".repeat(size)}`,
    () => "a: 1\n",
  ),
  schema(
    "schemas that refer in a circle",
    (size) =>
      `{"$ref": "#/definitions/d0", "definitions": {${list(size, (i) => `"d${i}": {"$ref": "#/definitions/d${(i + 1) % size}"}`)}}}`,
    () => "a: 1\n",
  ),
  schema(
    "choices that double",
    (size) => {
      const depth = Math.min(size, 40);
      const half = (i: number) => `{"$ref": "#/definitions/d${i + 1}"}`;
      return `{"$ref": "#/definitions/d0", "definitions": {${list(depth, (i) => `"d${i}": {"anyOf": [${half(i)}, ${half(i)}]}`)}, "d${depth}": {"type": "string"}}}`;
    },
    () => "a: 1\n",
  ),
];

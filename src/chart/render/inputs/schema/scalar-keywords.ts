import { isMultiple } from "./decimal.ts";
import { keyword, type SchemaObject } from "./draft.ts";
import { compareSize } from "./instance.ts";
import type { Patterns } from "./pattern.ts";

/** What the keywords of strings say of one. */
export function checkText(schema: SchemaObject, text: string, patterns: Patterns): string | undefined {
  const [least, most, pattern] = [
    keyword(schema, "minLength"),
    keyword(schema, "maxLength"),
    keyword(schema, "pattern"),
  ];
  const length = [...text].length;
  if (typeof least === "number" && length < least) return `minLength: got ${length}, want ${least}`;
  if (typeof most === "number" && length > most) return `maxLength: got ${length}, want ${most}`;
  if (typeof pattern === "string" && !patterns.matches(pattern, text)) return `does not match pattern ${pattern}`;
  return undefined;
}

/** What the keywords of numbers say of one. */
export function checkNumber(schema: SchemaObject, value: number | bigint, draft: number): string | undefined {
  const limit = (name: string) => {
    const bound = keyword(schema, name);
    return typeof bound === "number" ? bound : undefined;
  };
  const [least, most, above, below, step] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
  ].map(limit);
  const isStrict = (name: string) => draft === 4 && keyword(schema, name) === true;
  if (least !== undefined) {
    const order = compareSize(value, least);
    if (order < 0 || (order === 0 && isStrict("exclusiveMinimum"))) return `minimum: got ${value}, want ${least}`;
  }
  if (most !== undefined) {
    const order = compareSize(value, most);
    if (order > 0 || (order === 0 && isStrict("exclusiveMaximum"))) return `maximum: got ${value}, want ${most}`;
  }
  if (above !== undefined && compareSize(value, above) <= 0) return `exclusiveMinimum: got ${value}, want ${above}`;
  if (below !== undefined && compareSize(value, below) >= 0) return `exclusiveMaximum: got ${value}, want ${below}`;
  return step !== undefined && !isMultiple(value, step) ? `multipleOf: got ${value}, want ${step}` : undefined;
}

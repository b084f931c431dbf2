import type { GoObject, Value } from "../value.ts";

export type StructField = NonNullable<GoObject["fields"]>[number];

/** A Go struct with its fields in order; `more` are methods without arguments, called as fields. */
export function struct(
  goType: string,
  fields: readonly StructField[],
  more: Readonly<Record<string, Value>> = {},
): GoObject {
  const visible = new Map<string, Value>(Object.entries(more));
  for (const field of fields) {
    if (field.isEmbedded === true && field.value.kind === "object") {
      for (const inner of field.value.fields ?? []) visible.set(inner.name, inner.value);
    }
    if (field.isUnexported !== true) visible.set(field.name, field.value);
  }
  return { kind: "object", goType, fields, field: (name) => visible.get(name) };
}

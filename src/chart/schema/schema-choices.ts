import type { Path } from "../../read/path.ts";
import { isSchemaObject, keyword } from "../render/inputs/schema/draft.ts";
import { givenAt, type KeyRange, type Table } from "../render/inputs/values-tree.ts";
import type { CertainSchema } from "./certain-schema.ts";

/** A scalar as JSON has it. */
export type Choice = string | number | boolean | null;

/** A value of which the chart's schema lists all that it may be. */
export interface SchemaChoice {
  readonly path: Path;
  readonly choices: readonly Choice[];
  /** What it is in this render. */
  readonly now: Choice;
  /** Its key in the schema. */
  readonly place: KeyRange;
}

/** A longer list is none that somebody chose word by word. */
const mostChoices = 20;

/** The lists that hold whatever else is given, of values that are there. */
export function schemaChoices(schema: CertainSchema | undefined, values: Table): readonly SchemaChoice[] {
  return (schema?.keys() ?? []).flatMap(({ path, range: place, schemas }) => {
    const lists = schemas.map((one) => keyword(one, "enum")).filter((one) => Array.isArray(one));
    const [first, ...others] = lists;
    const given = first === undefined ? undefined : givenAt(values, path);
    if (first === undefined || given?.kind !== "scalar" || first.length > mostChoices) return [];
    const choices = first.filter(isChoice).filter((choice) => others.every((list) => list.includes(choice)));
    const now = typeof given.value === "bigint" ? Number(given.value) : given.value;
    return [{ path, choices, now, place }];
  });
}

function isChoice(value: unknown): value is Choice {
  return !Array.isArray(value) && !isSchemaObject(value);
}

import type { Path } from "../../read/path.ts";
import { isSchemaObject, keyword, type SchemaObject } from "../render/inputs/schema/draft.ts";
import { givenAt, type KeyRange, type Table } from "../render/inputs/values-tree.ts";
import type { CertainSchema } from "./certain-schema.ts";

/** A scalar as JSON has it. */
export type Choice = string | number | boolean | null;

/** A value of which the chart's schema names what it may be. */
export interface SchemaChoice {
  readonly path: Path;
  readonly choices: readonly Choice[];
  /** What names them: a list of all that it may be (`enum`, `const`), or a keyword whose bounds are written out. */
  readonly by: "list" | "minimum" | "maximum" | "pattern";
  /** What it is in this render. */
  readonly now: Choice;
  /** Its key in the schema. */
  readonly place: KeyRange;
}

/** A longer list is none that somebody chose word by word. */
const mostChoices = 20;

/**
 * What holds whatever else is given, of values that are there. A type alone, or a number without a bound, names no value:
 * nobody who writes `integer` for replicas means that -1 is one.
 */
export function schemaChoices(schema: CertainSchema | undefined, values: Table): readonly SchemaChoice[] {
  return (schema?.keys() ?? []).flatMap(({ path, range: place, schemas }) => {
    const named = namedIn(schemas);
    const given = named.length === 0 ? undefined : givenAt(values, path);
    if (given?.kind !== "scalar") return [];
    const now = typeof given.value === "bigint" ? Number(given.value) : given.value;
    return named.map((one) => ({ path, ...one, now, place }));
  });
}

type Named = Pick<SchemaChoice, "choices" | "by">;

function namedIn(schemas: readonly SchemaObject[]): readonly Named[] {
  const lists = schemas.flatMap((one) => {
    const list = keyword(one, "enum");
    return [...(Array.isArray(list) ? [list] : []), ...(Object.hasOwn(one, "const") ? [[one.const]] : [])];
  });
  const [first, ...others] = lists;
  if (first !== undefined) {
    if (first.length > mostChoices) return [];
    return [
      { choices: first.filter(isChoice).filter((one) => others.every((list) => list.includes(one))), by: "list" },
    ];
  }
  return schemas.flatMap((schema): readonly Named[] => {
    const bounds = (["minimum", "maximum"] as const).flatMap((by): Named[] => {
      const bound = boundOf(schema, by);
      return bound === undefined ? [] : [{ choices: [bound], by }];
    });
    const words = wordsOf(keyword(schema, "pattern"));
    return words.length === 0 ? bounds : [...bounds, { choices: words, by: "pattern" }];
  });
}

/** The last number that a bound allows: of `exclusiveMinimum`, as newer drafts have it, the next whole one. */
function boundOf(schema: SchemaObject, by: "minimum" | "maximum"): number | undefined {
  const [exclusive, step] = by === "minimum" ? (["exclusiveMinimum", 1] as const) : (["exclusiveMaximum", -1] as const);
  const beyond = keyword(schema, exclusive);
  const bound = keyword(schema, by);
  if (typeof beyond === "number") return Number.isInteger(beyond) ? beyond + step : undefined;
  if (typeof bound !== "number") return undefined;
  return beyond === true && Number.isInteger(bound) ? bound + step : bound;
}

/** The words of a pattern that is a list of them: `^(OnDelete|RollingUpdate)$`. */
function wordsOf(pattern: unknown): string[] {
  if (typeof pattern !== "string" || pattern.length > 1000) return [];
  const words = /^\^\((?:\?:)?([\w|-]+)\)\$$/.exec(pattern)?.[1]?.split("|") ?? [];
  return words.length > mostChoices ? [] : words.filter((word) => word !== "");
}

function isChoice(value: unknown): value is Choice {
  return !Array.isArray(value) && !isSchemaObject(value);
}

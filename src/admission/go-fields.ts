/*
 * What Go writes of a field that holds nothing, from the generated table. A text there is `PROPERTY` and a mark,
 * separated by `;`: `*` a pointer to one value, which is written whatever it is; `!` written even when it is nothing;
 * `^` a pointer that is written as null where there is nothing; `=` a struct or an amount that is no pointer, and so is always there. What is not named is written unless it is
 * nothing: Go's omitempty.
 */
import { goFields } from "./go-fields.generated.ts";

/** How a field is written. */
export type GoMark = "*" | "^" | "!" | "=";

/** The fields of one definition that are written in another way than most. */
export interface GoMarks {
  readonly of: ReadonlyMap<string, GoMark>;
  /** Those that are there even where the manifest does not have them. */
  readonly alwaysThere: readonly string[];
}

/** One for each definition of the generated table: no input adds to it. */
const known = new Map<string, GoMarks>();

/** The marks of a definition's fields, decoded on first use. */
export function goMarksOf(definition: string): GoMarks {
  const decoded = known.get(definition);
  if (decoded !== undefined) return decoded;
  const of = new Map<string, GoMark>();
  const text = Object.hasOwn(goFields, definition) ? (goFields[definition] ?? "") : "";
  for (const part of text === "" ? [] : text.split(";")) of.set(part.slice(0, -1), part.slice(-1) as GoMark);
  const marks = { of, alwaysThere: [...of.keys()].filter((name) => of.get(name) !== "*") };
  known.set(definition, marks);
  return marks;
}

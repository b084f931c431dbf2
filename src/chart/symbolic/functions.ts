import { chooserFunctions } from "./functions-choosing.ts";
import { collectionFunctions } from "./functions-collection.ts";
import { dataFunctions } from "./functions-data.ts";
import { textFunctions } from "./functions-text.ts";
import type { Frame, Interpreter } from "./interpreter.ts";
import { type Place, stringOf, type Value } from "./value.ts";

/** A function applied in a template: to what, where. */
export interface Application {
  readonly interpreter: Interpreter;
  readonly frame: Frame;
  readonly place: Place;
  readonly name: string;
  readonly operands: readonly Value[];
}

export type TemplateFunction = (application: Application) => Value;

let table: Map<string, TemplateFunction> | undefined;

/**
 * What a function of Go's templates, of Sprig or of Helm gives. A function without an entry here gives a value that
 * depends on its arguments and is followed no further; if all of them are known the result is known to hold no value.
 */
export function applyFunction(application: Application): Value {
  table ??= new Map([...chooserFunctions(), ...collectionFunctions(), ...dataFunctions(), ...textFunctions()]);
  const known = table.get(application.name);
  if (known !== undefined) return known(application);
  return { kind: "call", name: application.name, operands: application.operands };
}

/** The strings that all operands certainly are; undefined if one depends on something. */
export function knownStrings(operands: readonly Value[]): readonly string[] | undefined {
  const strings = operands.map(stringOf);
  return strings.every((one) => one !== undefined) ? strings : undefined;
}

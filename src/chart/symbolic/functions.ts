import type { Application, TemplateFunction } from "./application.ts";
import { chooserFunctions } from "./functions-choosing.ts";
import { collectionFunctions } from "./functions-collection.ts";
import { dataFunctions } from "./functions-data.ts";
import { textFunctions } from "./functions-text.ts";
import type { Value } from "./value.ts";

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

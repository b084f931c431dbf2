import { spendSort } from "../budget.ts";
import type { Pipe } from "../parse/syntax.ts";
import { sprint } from "../print/format.ts";
import { sortedEntries } from "../print/printer.ts";
import { elementType, isInterfaceType } from "../print/type-name.ts";
import { beneath, type GoMap, type List, nil, type Value } from "../value.ts";
import type { Evaluation } from "./evaluation.ts";
import { asElement } from "./types.ts";

/** What `range` goes over, as index and element; an error where Go cannot (text/template exec.go walkRange). */
export function* elementsOf(execution: Evaluation, pipe: Pipe, value: Value): Generator<[Value, Value]> {
  const under = beneath(value);
  switch (under.kind) {
    case "nil":
      return;
    case "list":
      yield* listElements(under);
      return;
    case "map":
      spendSort(execution, [...under.entries.keys()]);
      for (const { key, value: element } of sortedEntries(under)) yield [key, asElement(element)];
      return;
    case "int":
      if (pipe.variables.length > 1) {
        throw execution.fail(pipe.at, `can't use ${under.value} to iterate over more than one variable`);
      }
      for (let count = 0n; count < under.value; count++) {
        yield [nil, { kind: "int", value: count, goType: under.goType }];
      }
      return;
    default:
      throw execution.fail(pipe.at, `range can't iterate over ${sprint([under]).value}`);
  }
}

/** Whether what a `range` goes over holds values of any type. */
export function holdsAny(value: Value): boolean {
  const under = beneath(value);
  return isContainer(under) && isInterfaceType(elementType(under.goType));
}

function isContainer(value: Value): value is List | GoMap {
  return value.kind === "list" || value.kind === "map";
}

function* listElements(list: List): Generator<[Value, Value]> {
  const { made } = list;
  const count = made?.count ?? list.items.length;
  for (let at = 0; at < count; at++) {
    yield [{ kind: "int", value: BigInt(at), goType: "int" }, asElement(made?.item(at) ?? list.items[at] ?? nil)];
  }
}

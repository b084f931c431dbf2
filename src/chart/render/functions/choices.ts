import { Text } from "../text.ts";
import { FunctionError, nil } from "../value.ts";
import { deepCopy, deepEqual } from "./deep.ts";
import { isEmpty } from "./emptiness.ts";
import { bool, fn, textOf } from "./make.ts";
import { kindName, typeName } from "./printing.ts";
import type { FunctionTable } from "./registry.ts";

const copy = fn(["any"], ([value = nil], call) => {
  if (value.kind === "nil") throw new FunctionError("reflect: call of reflect.Value.Type on zero Value");
  return deepCopy(value, call);
});

/** What chooses between values, or asks what a value is. */
export const choiceFunctions: FunctionTable = {
  default: fn(["any"], ([fallback = nil, given]) => (given === undefined || isEmpty(given) ? fallback : given), "any"),
  empty: fn(["any"], ([value]) => bool(isEmpty(value))),
  coalesce: fn([], (args) => args.find((value) => !isEmpty(value)) ?? nil, "any"),
  all: fn([], (args) => bool(!args.some(isEmpty)), "any"),
  any: fn([], (args) => bool(!args.every(isEmpty)), "any"),
  ternary: fn(["any", "any", "bool"], ([yes = nil, no = nil, which]) =>
    which?.kind === "bool" && which.value ? yes : no,
  ),
  deepCopy: copy,
  mustDeepCopy: copy,
  deepEqual: fn(["any", "any"], ([left = nil, right = nil], call) => bool(deepEqual(left, right, call))),
  typeOf: fn(["any"], ([value = nil]) => new Text(typeName(value))),
  typeIs: fn(["string", "any"], ([name, value = nil]) => bool(textOf(name).value === typeName(value))),
  typeIsLike: fn(["string", "any"], ([name, value = nil]) => {
    const type = typeName(value);
    return bool(textOf(name).value === type || `*${textOf(name).value}` === type);
  }),
  kindOf: fn(["any"], ([value = nil]) => new Text(kindName(value))),
  kindIs: fn(["string", "any"], ([name, value = nil]) => bool(textOf(name).value === kindName(value))),
};

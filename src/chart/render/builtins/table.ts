import type { FunctionTable } from "../functions/registry.ts";
import { sprint, sprintf, sprintln } from "../print/format.ts";
import { isTrue } from "../print/truth.ts";
import { Text } from "../text.ts";
import { type Call, FunctionError, type FunctionSpec, nil, type Value } from "../value.ts";
import { eq, ge, gt, le, lt, ne, truth } from "./compare.ts";
import { escapeHtml, escapeJs, escapeQuery } from "./escape.ts";
import { index, length, slice } from "./indexing.ts";

/** text/template's own functions. `and` and `or` are the engine's, which stops early; here they only have their shape. */
export const builtins: FunctionTable = {
  and: of(1, true, ([first = nil]) => first),
  or: of(1, true, ([first = nil]) => first),
  not: of(1, false, ([value = nil]) => truth(!isTrue(value))),
  eq: of(1, true, ([one = nil, ...others]) => eq(one, others)),
  ne: of(2, false, ([one = nil, other = nil]) => ne(one, other)),
  lt: of(2, false, ([one = nil, other = nil]) => lt(one, other)),
  le: of(2, false, ([one = nil, other = nil]) => le(one, other)),
  gt: of(2, false, ([one = nil, other = nil]) => gt(one, other)),
  ge: of(2, false, ([one = nil, other = nil]) => ge(one, other)),
  len: of(1, false, ([value = nil]) => length(value)),
  index: of(1, true, ([item = nil, ...steps]) => index(item, steps)),
  slice: of(1, true, ([item = nil, ...steps]) => slice(item, steps)),
  print: printing((args) => sprint(args)),
  println: printing((args) => sprintln(args)),
  html: printing((args) => escapeHtml(args)),
  js: printing((args) => escapeJs(args)),
  urlquery: printing((args) => escapeQuery(args)),
  printf: {
    params: ["string"],
    variadic: "any",
    run: ([format, ...args], call) => counted(call, sprintf(format?.kind === "string" ? format : new Text(""), args)),
  },
  call: of(1, true, ([callee = nil, ...args], call) => {
    if (callee.kind !== "func") throw new FunctionError("call of nil");
    return callee.spec.run(args, call);
  }),
};

function of(count: number, isVariadic: boolean, run: FunctionSpec["run"]): FunctionSpec {
  return {
    params: Array.from({ length: count }, () => "reflect" as const),
    ...(isVariadic && { variadic: "reflect" }),
    run,
  };
}

function printing(run: (args: readonly Value[]) => Text): FunctionSpec {
  return { params: [], variadic: "any", run: (args, call) => counted(call, run(args)) };
}

function counted(call: Call, text: Text): Text {
  call.spend(text.value.length);
  return text;
}

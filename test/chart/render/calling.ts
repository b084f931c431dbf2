import { functionsOf } from "../../../src/chart/render/functions/index.ts";
import { printValue } from "../../../src/chart/render/print/format.ts";
import { Text } from "../../../src/chart/render/text.ts";
import { BudgetError, type Call, type GoMap, type Value } from "../../../src/chart/render/value.ts";

/** What functions may use, with a budget of their own. */
export function callOf(helm: "3" | "4" = "4", budget = 5_000_000): Call {
  let left = budget;
  return {
    helm,
    spend(units) {
      left -= units;
      if (!(left >= 0)) throw new BudgetError("used up");
    },
    now: new Date("2026-01-02T03:04:05Z"),
    random: () => {
      let state = 1;
      return () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state;
      };
    },
    include: () => new Text(""),
    tpl: (text) => text,
  };
}

/** Calls a function as a template does, without the check of its arguments' types. */
export function callFunction(name: string, args: readonly Value[], call = callOf()): Value {
  const spec = functionsOf(call.helm)[name];
  if (spec === undefined) throw new Error(`no function ${name}`);
  return spec.run(args, call);
}

export function textOf(value: Value): string {
  return printValue(value).value;
}

/** A value of a YAML file, as templates see it: all numbers are floats. */
export function fromJs(value: unknown): Value {
  if (value === null || value === undefined) return { kind: "nil" };
  if (typeof value === "string") return new Text(value);
  if (typeof value === "number") return { kind: "float", value, goType: "float64" };
  if (typeof value === "boolean") return { kind: "bool", value };
  if (Array.isArray(value)) return { kind: "list", items: value.map(fromJs), goType: "[]interface {}" };
  return dictOf(Object.entries(value).map(([key, item]) => [key, fromJs(item)]));
}

export function listOf(...items: Value[]): Value {
  return { kind: "list", items, goType: "[]interface {}" };
}

export function dictOf(entries: readonly (readonly [string, Value])[]): GoMap {
  return {
    kind: "map",
    entries: new Map(entries.map(([key, value]) => [key, { key: new Text(key), value }])),
    goType: "map[string]interface {}",
  };
}

export function intOf(value: number): Value {
  return { kind: "int", value: BigInt(value), goType: "int" };
}

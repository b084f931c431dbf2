import { fn, map, textOf } from "../functions/make.ts";
import { writeYaml } from "../functions/yaml-writer.ts";
import { Text } from "../text.ts";
import { FunctionError, type GoMap, type Value } from "../value.ts";

/** The same map as the type that `.Values` has, with its methods (pkg/chart/common/values.go). */
export function withValuesMethods({ entries }: GoMap, goType: string): GoMap {
  const plain: GoMap = { kind: "map", entries, goType: "map[string]interface {}" };
  return {
    kind: "map",
    entries,
    goType,
    methods: {
      AsMap: fn([], () => (entries.size === 0 ? map() : plain)),
      YAML: fn([], (_, call) => Text.join([writeYaml(plain, 2, call), new Text("\n")])),
      // No template has anything to write to.
      Encode: fn([{ goType: "io.Writer" }], () => {
        throw new FunctionError("runtime error: invalid memory address or nil pointer dereference");
      }),
      Table: fn(["string"], ([name]) => {
        const table = tableAt(plain, textOf(name).value.split("."));
        if (table === undefined) throw new FunctionError(`"${textOf(name).value.split(".").at(-1)}" is not a table`);
        return withValuesMethods(table, goType);
      }),
      PathValue: fn(["string"], ([name]) => {
        const steps = textOf(name).value.split(".");
        if (textOf(name).value === "") throw new FunctionError("YAML path cannot be empty");
        const last = steps.pop() ?? "";
        const value = tableAt(plain, steps)?.entries.get(last)?.value;
        if (value === undefined || value.kind === "map") throw new FunctionError(`"${last}" is not a value`);
        return value;
      }),
    },
  };
}

function tableAt(values: GoMap, steps: readonly string[]): GoMap | undefined {
  let at: Value | undefined = values;
  for (const step of steps) at = at?.kind === "map" ? at.entries.get(step)?.value : undefined;
  return at?.kind === "map" ? at : undefined;
}

import { Text } from "../text.ts";
import { FunctionError, type FunctionSpec, nil } from "../value.ts";
import { entry, fn, map, textOf } from "./make.ts";
import type { FunctionTable } from "./registry.ts";
import { readToml } from "./toml-reader.ts";
import { writeToml } from "./toml-writer.ts";

function writing(must: boolean): FunctionSpec {
  return fn(["any"], ([value = nil], call) => {
    try {
      return writeToml(value, call);
    } catch (error) {
      if (must || !(error instanceof FunctionError) || value.kind === "nil") throw error;
      return new Text(error.message);
    }
  });
}

export const tomlFunctions: FunctionTable = {
  toToml: writing(false),
  mustToToml: writing(true),
  fromToml: fn(["string"], ([text], call) => {
    try {
      return readToml(textOf(text), call);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      return map([entry("Error", new Text(error.message))]);
    }
  }),
};

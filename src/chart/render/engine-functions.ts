import type { FunctionTable } from "./functions/registry.ts";
import { Text } from "./text.ts";
import { FunctionError, type GoMap, nil, type Value } from "./value.ts";

/** The functions that helm's engine itself adds: what it puts in place of sprig's, and those that need the templates. */
export const engineFunctions: FunctionTable = {
  include: { params: ["string", "any"], run: ([name, data = nil], call) => call.include(stringOf(name), data) },
  tpl: { params: ["string", "any"], run: ([text, data = nil], call) => call.tpl(textOf(text), data) },
  required: {
    params: ["string", "any"],
    run: ([message, value = nil]) => {
      if (value.kind === "nil" || (value.kind === "string" && value.value === "")) {
        throw new FunctionError(stringOf(message), true);
      }
      return value;
    },
  },
  fail: {
    params: ["string"],
    run: ([message]) => {
      throw new FunctionError(stringOf(message), true);
    },
  },
  /** Without a cluster it finds nothing. */
  lookup: {
    params: ["string", "string", "string", "string"],
    run: (): GoMap => ({ kind: "map", entries: new Map(), goType: "map[string]interface {}" }),
  },
};

function stringOf(value: Value | undefined): string {
  return textOf(value).value;
}

function textOf(value: Value | undefined): Text {
  return value?.kind === "string" ? value : new Text("");
}

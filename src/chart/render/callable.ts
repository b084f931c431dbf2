import { builtins } from "./builtins/table.ts";
import { engineFunctions } from "./engine-functions.ts";
import { functionsOf } from "./functions/index.ts";
import type { FunctionTable } from "./functions/registry.ts";

const tables = new Map<"3" | "4", FunctionTable>();

/** All that templates may call: text/template's own functions, sprig's and helm's, and those of its engine. Joined once. */
export function callableIn(helm: "3" | "4"): FunctionTable {
  let table = tables.get(helm);
  if (table === undefined) {
    table = { ...builtins, ...functionsOf(helm), ...engineFunctions };
    tables.set(helm, table);
  }
  return table;
}

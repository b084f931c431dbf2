import { parseJson } from "../../../../read/json.ts";
import { YamlError } from "../../../../read/yaml/error.ts";
import type { ChartFile } from "../chart-file.ts";
import { InputError } from "../input-error.ts";
import type { LoadedChart } from "../loaded-chart.ts";
import type { Table } from "../values-tree.ts";
import { fromGiven } from "./instance.ts";
import { SchemaDocument } from "./schema-document.ts";
import { SchemaError } from "./schema-error.ts";
import { Validator } from "./validator.ts";

/**
 * Holds the values of a chart and its subcharts against their `values.schema.json`.
 *
 * @throws {InputError} where a schema cannot be used, or the values do not fit.
 */
export function validateValues(chart: LoadedChart, values: Table): void {
  const refusals: string[] = [];
  check(chart, values, refusals);
  if (refusals.length === 0) return;
  throw new InputError(
    `values don't meet the specifications of the schema(s) in the following chart(s):\n${refusals.join("\n")}`,
  );
}

function check(chart: LoadedChart, values: Table, refusals: string[]): void {
  if (chart.schema !== undefined) {
    const refusal = refusalOf(chart.schema, values);
    if (refusal !== undefined) refusals.push(`${chart.name}:\n- ${refusal}`);
  }
  for (const sub of chart.dependencies) {
    const below = values.entries.get(sub.name);
    if (below === undefined || (below.kind === "scalar" && below.value === null)) continue;
    if (below.kind === "table") check(sub, below, refusals);
    else refusals.push(`${sub.name}:\ninvalid type for values: expected object (map)`);
  }
}

function refusalOf(schema: ChartFile, values: Table): string | undefined {
  try {
    const document = new SchemaDocument(parseJson(schema.text, false).value);
    return new Validator(document).refusal(fromGiven(values));
  } catch (error) {
    if (error instanceof SchemaError || error instanceof YamlError) return error.message;
    throw error;
  }
}

import { parseJson } from "../../../../read/json.ts";
import { YamlError } from "../../../../read/yaml/error.ts";
import type { ChartFile } from "../chart-file.ts";
import { InputError } from "../input-error.ts";
import type { LoadedChart } from "../loaded-chart.ts";
import { type Given, type LayerPlace, sourcePath, type Table } from "../values-tree.ts";
import { fromGiven } from "./instance.ts";
import { type RemoteSchemas, SchemaDocument } from "./schema-document.ts";
import { SchemaError } from "./schema-error.ts";
import { Steps } from "./steps.ts";
import { Validator } from "./validator.ts";

/**
 * Holds the values of a chart and its subcharts against their `values.schema.json`.
 *
 * @throws {InputError} where a schema cannot be used, or the values do not fit: at the first value that is refused, or at
 * the nearest one around it that is written in a file.
 */
export function validateValues(chart: LoadedChart, values: Table, remote: RemoteSchemas): void {
  const refusals: Refused[] = [];
  check(chart, values, { refusals, steps: new Steps(), remote });
  const [first] = refusals;
  if (first === undefined) return;
  const said = refusals.map(({ text }) => text).join("\n");
  throw new InputError(
    `values don't meet the specifications of the schema(s) in the following chart(s):\n${said}`,
    first.place?.file,
    first.place?.line,
  );
}

interface Refused {
  readonly text: string;
  readonly place?: LayerPlace | undefined;
}

interface Run {
  readonly refusals: Refused[];
  readonly steps: Steps;
  readonly remote: RemoteSchemas;
}

function check(chart: LoadedChart, values: Table, run: Run): void {
  const { refusals } = run;
  if (chart.schema !== undefined) {
    const refusal = refusalOf(chart.schema, values, run);
    if (refusal !== undefined)
      refusals.push({ text: `${chart.name}:\n- ${refusal}`, place: placeOf(refusal, chart.schema, values) });
  }
  for (const sub of chart.dependencies) {
    const below = values.entries.get(sub.name);
    if (below === undefined || (below.kind === "scalar" && below.value === null)) continue;
    if (below.kind === "table") check(sub, below, run);
    else
      refusals.push({ text: `${sub.name}:\ninvalid type for values: expected object (map)`, place: writtenAt(below) });
  }
}

function refusalOf(schema: ChartFile, values: Table, { steps, remote }: Run): string | undefined {
  try {
    const document = new SchemaDocument(parseJson(schema.text, false).value, remote);
    return new Validator(document, steps).refusal(fromGiven(values));
  } catch (error) {
    if (error instanceof SchemaError || error instanceof YamlError) return error.message;
    throw error;
  }
}

/** Where the value stands that a refusal speaks of; a schema that cannot be used is itself the place. */
function placeOf(refusal: string, schema: ChartFile, values: Table): LayerPlace | undefined {
  const path = /^at '(.*?)': /.exec(refusal)?.[1];
  if (path === undefined) return { file: schema.place, line: 1 };
  let place: LayerPlace | undefined;
  let at: Given | undefined = values;
  for (const step of path.split("/").slice(1)) {
    at = at?.kind === "table" ? at.entries.get(step) : at?.kind === "list" ? at.items[Number(step)] : undefined;
    place = (at === undefined ? undefined : writtenAt(at)) ?? place;
  }
  return place;
}

/** In a file: a flag's line is none that could be shown. */
function writtenAt({ source }: Given): LayerPlace | undefined {
  const place = source?.layer.placeAt(sourcePath(source));
  return place?.flag === undefined ? place : undefined;
}

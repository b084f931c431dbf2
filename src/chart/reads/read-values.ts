import type { ChartFile } from "../render/inputs/chart-file.ts";
import type { Table, ValuesLayer } from "../render/inputs/values-tree.ts";
import type { RenderedFrom } from "../render/rendered-from.ts";
import { CertainSchema } from "../schema/certain-schema.ts";
import { type ValueReads, valueReads } from "./value-reads.ts";

/** What the templates of a chart read, and the values that they are given. */
export interface ReadValues {
  readonly reads: ValueReads;
  /** What a user gave, from what was read first to what wins. */
  readonly given: readonly ValuesLayer[];
  /** All values together. */
  readonly values: Table;
  /** The chart's own; undefined where it has none that can be used. */
  readonly schema: CertainSchema | undefined;
}

/** A chart's own schema, among its files. */
export function schemaAmong(files: readonly ChartFile[]): ChartFile | undefined {
  return files.find(({ name }) => name === "values.schema.json");
}

/** Undefined where the templates cannot be followed to the end. */
export function readValues({ files, helm, given, values }: RenderedFrom): ReadValues | undefined {
  const reads = valueReads(files, helm, given);
  const schema = CertainSchema.read(schemaAmong(files));
  return reads === undefined ? undefined : { reads, given, values, schema };
}

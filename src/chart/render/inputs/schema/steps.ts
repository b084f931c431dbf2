import { SchemaError } from "./schema-error.ts";

/** More than the schemas of any chart take together. */
const most = 5_000_000;

/** The work of holding values against schemas, counted over a chart and all its subcharts: each could otherwise take as much. */
export class Steps {
  #taken = 0;

  /** @throws {SchemaError} where it is too much. */
  take(count = 1): void {
    this.#taken += count;
    if (this.#taken > most) throw new SchemaError("the schema asks for more work than any may");
  }
}

import type { FormatName } from "../report/format.ts";

/** `--format NAME[=FILE]`. */
export interface FormatRequest<Name extends string = FormatName> {
  readonly name: Name;
  /** stdout unless set. */
  readonly file?: string;
}

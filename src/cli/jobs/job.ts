import type { LintRequest } from "../request.ts";
import type { Source } from "../source.ts";

/** What a thread is started with. */
export interface Job {
  readonly request: LintRequest;
  readonly sources: readonly Source[];
  /** Which part of the input it lints, from 1, of how many. */
  readonly index: number;
  readonly of: number;
}

import { readFileSync } from "node:fs";
import { shared } from "../shared.ts";

type Fields = Record<string, unknown>;

/** What somebody does to an object, in turn. */
export interface ApplyStep {
  readonly do: string;
  readonly manager: string;
  readonly manifest?: Fields;
  readonly text?: string;
  readonly old?: number;
  readonly by?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly patch?: Fields;
  readonly type?: string;
  readonly subresource?: string;
  readonly replicas?: number;
}

/** What the server answered to the step of the same number. */
export interface ApplyAnswer {
  readonly accepted: boolean;
  readonly status?: number;
  readonly message?: string;
  readonly causes?: unknown;
  readonly client?: string;
  readonly sends?: Fields;
  readonly live?: Fields;
}

export interface ApplyRow {
  readonly id: string;
  readonly steps: readonly ApplyStep[];
  readonly answers: readonly ApplyAnswer[];
}

/** A running server's answers to server-side apply; undefined where the folder is missing. */
export const applyFile = shared("conformance/apply/apply.jsonl");

export function applyRows(): readonly ApplyRow[] {
  return readFileSync(applyFile ?? "", "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ApplyRow);
}

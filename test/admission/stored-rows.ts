import { readFileSync } from "node:fs";
import { shared } from "../shared.ts";
import { type PatchStep, patched } from "./json-patch.ts";

/** One object, and what each version stores of it. */
export interface StoredRow {
  readonly id: string;
  readonly object: object;
  readonly stored: ReadonlyMap<string, object>;
}

/** Two StatefulSets, one after the other. */
export interface PairRow {
  readonly id: string;
  readonly old: string;
  readonly new: string;
  readonly versions: readonly string[];
  readonly restart: boolean;
  readonly podTemplateChanges: readonly string[];
  readonly refused?: boolean;
  readonly others?: readonly (Partial<Omit<PairRow, "versions">> & { readonly versions: readonly string[] })[];
}

const folder = shared("conformance/stored");

function lines<T>(name: string): T[] {
  return readFileSync(`${folder}/${name}`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

/** All rows, or undefined where the shared material is missing. */
export function readStoredRows(): StoredRow[] | undefined {
  if (folder === undefined) return undefined;
  const bases = JSON.parse(readFileSync(`${folder}/bases.json`, "utf8")) as Record<
    string,
    { in: object; stored: Record<string, object> }
  >;
  const rows: StoredRow[] = [];
  for (const [name, base] of Object.entries(bases))
    rows.push({ id: `base-${name}`, object: base.in, stored: new Map(Object.entries(base.stored)) });
  interface Raw {
    id: string;
    in: object;
    base: string;
    ops: { op: string; path: string; value?: unknown }[];
    versions: string[];
    stored: PatchStep[];
    others?: { versions: string[]; then?: PatchStep[]; stored?: PatchStep[] }[];
  }
  for (const row of lines<Raw>("stored.jsonl")) {
    const result = patched(row.in, row.stored) as object;
    const answers = new Map(row.versions.map((version) => [version, result]));
    for (const { versions, then } of row.others ?? [])
      for (const version of versions) answers.set(version, patched(result, then ?? []) as object);
    rows.push({ id: row.id, object: row.in, stored: answers });
  }
  for (const row of lines<Raw>("cases.jsonl")) {
    const base = bases[row.base];
    if (base === undefined) throw new Error(`${row.id}: no base ${row.base}`);
    const answers = new Map<string, object>();
    for (const { versions, stored } of [row, ...(row.others ?? [])])
      for (const version of versions) answers.set(version, patched(base.stored[version], stored ?? []) as object);
    const ops = row.ops.map(({ op, path, value }): PatchStep => [op, path, value]);
    rows.push({ id: row.id, object: patched(base.in, ops) as object, stored: answers });
  }
  return rows;
}

/** All pairs, or undefined where the shared material is missing. */
export function readPairs(): PairRow[] | undefined {
  return folder === undefined ? undefined : lines<PairRow>("pairs.jsonl");
}

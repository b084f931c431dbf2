import { readFileSync } from "node:fs";
import { shared } from "../shared.ts";

/** What some versions of the API server answer, as the tables have it. */
export interface Verdict {
  readonly versions: "all" | readonly string[];
  readonly accepted: boolean;
  readonly decode?: string;
  readonly strict?: readonly string[];
  readonly errors?: readonly [type: string, field: string, detail: string][];
  readonly warnings?: readonly string[];
}

/** One create or update of the tables, its objects made. */
export interface Row {
  readonly id: string;
  readonly kind: string;
  readonly verb: "create" | "update";
  readonly object: Record<string, unknown>;
  readonly old?: Record<string, unknown>;
  readonly ops: string;
  readonly verdicts: readonly Verdict[];
}

/** The versions whose verdicts the tables have. */
export const versions: readonly string[] = ["1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37"];

interface Operation {
  readonly op: "add" | "replace" | "remove";
  readonly path: string;
  readonly value?: unknown;
}

type Node = Record<string, unknown> | unknown[];

function applied(base: unknown, operations: readonly Operation[] = []): Record<string, unknown> {
  const root = structuredClone(base) as Record<string, unknown>;
  for (const { op, path, value } of operations) {
    const steps = path
      .split("/")
      .slice(1)
      .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = steps.pop() ?? "";
    let node: Node = root;
    for (const step of steps) node = (Array.isArray(node) ? node[Number(step)] : node[step]) as Node;
    if (!Array.isArray(node)) {
      if (op === "remove") delete node[last];
      else node[last] = structuredClone(value);
    } else if (op === "remove") node.splice(Number(last), 1);
    else if (op === "add") node.splice(last === "-" ? node.length : Number(last), 0, structuredClone(value));
    else node[Number(last)] = structuredClone(value);
  }
  return root;
}

/** All rows of the two tables, or undefined where the shared material is missing. */
export function readRows(): Row[] | undefined {
  const folder = shared("conformance/admission");
  if (folder === undefined) return undefined;
  const bases = JSON.parse(readFileSync(`${folder}/bases.json`, "utf8")) as Record<string, unknown>;
  const rows: Row[] = [];
  for (const verb of ["create", "update"] as const)
    for (const line of readFileSync(`${folder}/${verb}.jsonl`, "utf8").trim().split("\n")) {
      const row = JSON.parse(line) as {
        id: string;
        base: string;
        ops: Operation[];
        oldops?: Operation[];
        verdicts: Verdict[];
      };
      const base = bases[row.base];
      rows.push({
        id: row.id,
        kind: row.base.replace(/-.*/, ""),
        verb,
        object: applied(base, row.ops),
        ...(verb === "update" ? { old: applied(base, row.oldops) } : {}),
        ops: JSON.stringify(row.ops),
        verdicts: row.verdicts,
      });
    }
  return rows;
}

/** The versions that a verdict speaks of. */
export function versionsOf({ versions: named }: Verdict): readonly string[] {
  return named === "all" ? versions : named;
}

/**
 * A detail without the structure that the server dumps after `Invalid value:`, which is Go's own. It begins with a
 * bracket, or with the name of a Go type and a bracket.
 */
export function withoutDump(detail: string): string {
  return detail.replace(/^((?:Invalid|Unsupported|Duplicate) value: )(?:[\w.&*[\]]+[{(]|[{[]).*[})\]](?=: |$)/s, "$1…");
}

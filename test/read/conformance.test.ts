import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readManifests } from "../../src/read/index.ts";
import { shared } from "../shared.ts";

interface Row {
  readonly id: string;
  readonly text: string;
  /** A text where the values are too long to print: only acceptance counts. */
  readonly docs: readonly unknown[] | string;
  readonly error?: string;
  readonly strict?: readonly string[];
}

const path = shared("conformance/yaml/streams.jsonl");

/** A value with its keys in order, so that equal values give equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** How our reading of a row differs from Kubernetes'; undefined where it does not. */
function difference(row: Row): "acceptance" | "value" | "strict" | undefined {
  const { documents } = readManifests([{ name: "stream", text: row.text }]);
  const refused = documents.findIndex((document) => document.problem !== undefined);
  if (refused >= 0 !== (row.error !== undefined)) return "acceptance";
  if (typeof row.docs === "string") return undefined;
  const read = refused < 0 ? documents : documents.slice(0, refused);
  if (canonical(read.map((document) => document.value)) !== canonical(row.docs)) return "value";
  if (row.error !== undefined) return undefined;
  return documents.some((document) => document.duplicateKeys.length > 0) === (row.strict !== undefined)
    ? undefined
    : "strict";
}

describe.skipIf(path === undefined)("reading as Kubernetes' clients do (skipped without conformance/yaml)", () => {
  const rows: Row[] = (path === undefined ? "" : readFileSync(path, "utf8"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Row);
  const kinds = new Map<string, { rows: number; acceptance: number; value: number; strict: number }>();
  const differing: string[] = [];
  for (const row of rows) {
    const kind = row.id.slice(0, row.id.lastIndexOf("-"));
    const figures = kinds.get(kind) ?? { rows: 0, acceptance: 0, value: 0, strict: 0 };
    kinds.set(kind, figures);
    figures.rows++;
    const found = difference(row);
    if (found === undefined) continue;
    figures[found]++;
    if (differing.length < 20) differing.push(`${row.id}: ${found}: ${JSON.stringify(row.text).slice(0, 200)}`);
  }
  console.table(Object.fromEntries(kinds));
  if (differing.length > 0) console.log(differing.join("\n"));

  test.each([...kinds].filter(([kind]) => kind !== "fuzz"))("%s: every row is read alike", (_kind, figures) => {
    expect(figures).toEqual({ rows: figures.rows, acceptance: 0, value: 0, strict: 0 });
  });

  test("fuzz: no value differs, and no more than one text in a hundred is accepted by one alone", () => {
    const figures = kinds.get("fuzz") ?? { rows: 0, acceptance: 0, value: 1, strict: 1 };
    expect(figures).toMatchObject({ value: 0, strict: 0 });
    expect(figures.acceptance).toBeLessThanOrEqual(figures.rows / 100);
  });
});

import { describe, expect, test } from "vitest";
import { type Admission, admit } from "../../src/admission/admit.ts";
import { type Row, readRows, type Verdict, versionsOf, withoutDump } from "./rows.ts";

const rows = readRows();

interface Figures {
  answers: number;
  accepted: number;
  fields: number;
  errors: number;
  details: number;
  strict: number;
  decode: number;
  warnings: number;
}

function fieldsOf(errors: Verdict["errors"] | Admission["errors"]): string {
  return [...new Set((errors ?? []).map(([type, field]) => `${type} ${field}`))].sort().join("\n");
}

/** Adds one answer to the figures; returns what differs, in words. */
function count(figures: Figures, row: Row, version: string, verdict: Verdict): string[] {
  const answer = admit(row.object, {
    kubernetesVersion: version,
    ...(row.old === undefined ? {} : { old: row.old }),
  });
  const differences: string[] = [];
  const say = (what: string, ours: unknown, theirs: unknown): void => {
    differences.push(
      `${row.id} ${version} ${what}: ${JSON.stringify(ours)?.slice(0, 200)} for ${JSON.stringify(theirs)?.slice(0, 200)}; ${row.ops.slice(0, 200)}`,
    );
  };
  figures.answers++;
  if (answer.accepted === verdict.accepted) figures.accepted++;
  else say("accepted", answer.accepted, verdict.accepted);
  if (fieldsOf(answer.errors) === fieldsOf(verdict.errors)) figures.fields++;
  else say("fields", answer.errors, verdict.errors);
  const said = new Set((answer.errors ?? []).map(([type, field, detail]) => `${type} ${field} ${withoutDump(detail)}`));
  for (const [type, field, detail] of verdict.errors ?? []) {
    figures.errors++;
    if (said.has(`${type} ${field} ${withoutDump(detail)}`)) figures.details++;
    else say("detail", answer.errors, detail);
  }
  for (const what of ["strict", "decode", "warnings"] as const)
    if (JSON.stringify(answer[what]) === JSON.stringify(verdict[what])) figures[what]++;
    else say(what, answer[what], verdict[what]);
  return differences;
}

describe.skipIf(rows === undefined)("the API server's own verdicts", () => {
  const table = new Map<string, Figures>();
  const differences: string[] = [];
  for (const row of rows ?? [])
    for (const verdict of row.verdicts)
      for (const version of versionsOf(verdict)) {
        const key = `${row.kind} ${version}`;
        const figures = table.get(key) ?? {
          answers: 0,
          accepted: 0,
          fields: 0,
          errors: 0,
          details: 0,
          strict: 0,
          decode: 0,
          warnings: 0,
        };
        table.set(key, figures);
        differences.push(...count(figures, row, version, verdict));
      }
  console.table(Object.fromEntries([...table].sort(([a], [b]) => (a < b ? -1 : 1))));
  if (differences.length > 0) console.log(`the first that differ:\n${differences.slice(0, 20).join("\n")}`);

  test("rows of every kind are there", () => {
    expect(new Set((rows ?? []).map(({ kind }) => kind))).toEqual(
      new Set(["StatefulSet", "Service", "PersistentVolumeClaim", "PodDisruptionBudget", "HorizontalPodAutoscaler"]),
    );
  });

  test.each([...table])("%s: accepted or refused on every row, unknown fields too", (_, figures) => {
    expect(figures.accepted).toBe(figures.answers);
    expect(figures.strict).toBe(figures.answers);
    expect(figures.decode).toBe(figures.answers);
  });

  test.each([...table])("%s: the fields of the errors", (key, figures) => {
    const least = key.startsWith("StatefulSet") ? 1 : 0.99;
    expect(figures.fields / figures.answers).toBeGreaterThanOrEqual(least);
    if (key.startsWith("StatefulSet")) expect(figures.warnings).toBe(figures.answers);
  });

  test.each([...table].filter(([, figures]) => figures.errors > 0))("%s: in the server's words", (_, figures) => {
    expect(figures.details / figures.errors).toBeGreaterThanOrEqual(0.98);
  });
});

test.runIf(rows === undefined)("the tables of verdicts are not here: nothing was compared", () => {
  expect(rows).toBeUndefined();
});

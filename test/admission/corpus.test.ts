import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { admit, isAdmissible } from "../../src/admission/admit.ts";
import { readManifests } from "../../src/read/index.ts";
import { shared } from "../shared.ts";
import { type Verdict, versions, versionsOf } from "./rows.ts";

const corpus = shared("corpus");

interface CorpusRow {
  readonly file: string;
  readonly document?: number;
  readonly item?: number;
  readonly kind?: string;
  readonly name?: string;
  readonly verdicts?: readonly Verdict[];
}

/** None where the folder is missing: a suite that is skipped is still described. */
function readVerdicts(): CorpusRow[] {
  if (corpus === undefined) return [];
  return readFileSync(`${corpus}/verdicts.jsonl`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as CorpusRow);
}

function fieldsOf(errors: Verdict["errors"]): string {
  return [...new Set((errors ?? []).map(([type, field]) => `${type} ${field}`))].sort().join("; ");
}

describe.skipIf(corpus === undefined)("public charts", () => {
  const rows = readVerdicts().filter(({ file, verdicts }) => file?.startsWith("rendered/") && verdicts !== undefined);
  const expected = new Map<string, CorpusRow[]>();
  for (const row of rows) expected.set(row.file, [...(expected.get(row.file) ?? []), row]);

  test("an object is refused by exactly the versions that refuse it, for the same fields", () => {
    const different: string[] = [];
    let objects = 0;
    for (const name of readdirSync(`${corpus}/rendered`)) {
      if (/dry-run|debug|2and1/.test(name)) continue;
      const file = `rendered/${name}`;
      const wanted = expected.get(file) ?? [];
      const { documents } = readManifests([{ name: file, text: readFileSync(`${corpus}/${file}`, "utf8") }]);
      for (const manifest of documents.flatMap((document) => document.manifests)) {
        if (!isAdmissible(manifest.value)) continue;
        objects++;
        const row = wanted.find(({ kind, name: named }) => kind === manifest.kind && named === manifest.name);
        for (const version of versions) {
          const verdict = row?.verdicts?.find((one) => versionsOf(one).includes(version));
          const theirs = fieldsOf(verdict?.errors) + (verdict?.strict?.join("; ") ?? "") + (verdict?.decode ?? "");
          const answer = admit(manifest.value, { kubernetesVersion: version });
          const ours = fieldsOf(answer.errors) + (answer.strict?.join("; ") ?? "") + (answer.decode ?? "");
          if (ours !== theirs)
            different.push(`${file} ${manifest.kind}/${manifest.name} ${version}: ${ours} for ${theirs}`);
        }
      }
    }
    console.log(`${objects} objects of public charts, ${different.length} answers differ`);
    expect(different.slice(0, 10)).toEqual([]);
    expect(objects).toBeGreaterThan(1000);
  });

  test("an upgrade of a chart is refused by exactly the versions that refuse it", () => {
    const different: string[] = [];
    let sets = 0;
    for (const line of readFileSync(`${corpus}/upgrades/verdicts.jsonl`, "utf8").trim().split("\n")) {
      const row = JSON.parse(line) as { pair: string; sets: Record<string, readonly Verdict[]> };
      const older = setsOf(row.pair, "old");
      const newer = setsOf(row.pair, "new");
      for (const [name, verdicts] of Object.entries(row.sets)) {
        const old = older.get(name);
        const object = newer.get(name);
        if (old === undefined || object === undefined) {
          different.push(`${row.pair} ${name}: not found`);
          continue;
        }
        sets++;
        for (const verdict of verdicts)
          for (const version of versionsOf(verdict)) {
            const answer = admit(object, { kubernetesVersion: version, old });
            if (answer.accepted !== verdict.accepted || fieldsOf(answer.errors) !== fieldsOf(verdict.errors))
              different.push(
                `${row.pair} ${name} ${version}: ${fieldsOf(answer.errors)} for ${fieldsOf(verdict.errors)}`,
              );
          }
      }
    }
    console.log(`${sets} upgrades, ${different.length} answers differ`);
    expect(different.slice(0, 10)).toEqual([]);
    expect(sets).toBeGreaterThan(100);
  });
});

/** The StatefulSets of one side of an upgrade, by namespace and name; an absent namespace is the release's. */
function setsOf(pair: string, side: "old" | "new"): Map<string, Readonly<Record<string, unknown>>> {
  const file = `${corpus}/upgrades/${pair}/${side}.yaml`;
  const { documents } = readManifests([{ name: file, text: readFileSync(file, "utf8") }]);
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  for (const manifest of documents.flatMap((document) => document.manifests))
    if (manifest.kind === "StatefulSet" && manifest.apiVersion === "apps/v1")
      found.set(`${manifest.namespace ?? "apps"}/${manifest.name}`, manifest.value);
  return found;
}

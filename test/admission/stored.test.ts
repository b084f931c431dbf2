import { describe, expect, test } from "vitest";
import { stored } from "../../src/admission/stored.ts";
import { canonical, canonicalObject } from "./json-patch.ts";
import { readStoredRows } from "./stored-rows.ts";

const rows = readStoredRows();

describe.skipIf(rows === undefined)("what the API server keeps of a manifest (shared/conformance/stored)", () => {
  test("is told for every row and version", () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const row of rows ?? [])
      for (const [kubernetesVersion, expected] of row.stored) {
        asked++;
        const mine = canonicalObject(stored(row.object, { kubernetesVersion }));
        const theirs = canonicalObject(expected);
        if (mine === theirs) continue;
        let at = 0;
        while (mine[at] === theirs[at]) at++;
        wrong.push(
          `${row.id} ${kubernetesVersion}\n   ours ${mine.slice(Math.max(0, at - 60), at + 100)}\n theirs ${theirs.slice(Math.max(0, at - 60), at + 100)}`,
        );
      }
    console.log(`stored forms: ${asked - wrong.length} of ${asked} (${rows?.length} objects)`);
    expect(wrong.slice(0, 30).join("\n")).toBe("");
  });

  test("is kept as it is when it is given once more", () => {
    let asked = 0;
    const wrong: string[] = [];
    for (const row of rows ?? [])
      for (const kubernetesVersion of row.stored.keys()) {
        asked++;
        const once = stored(row.object, { kubernetesVersion });
        if (canonical(stored(once, { kubernetesVersion })) !== canonical(once)) wrong.push(row.id);
      }
    console.log(`fixed points: ${asked - wrong.length} of ${asked}`);
    expect(wrong).toEqual([]);
  });
});

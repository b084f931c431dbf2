import { describe, expect, test } from "vitest";
import { admit } from "../../src/admission/admit.ts";
import { stored } from "../../src/admission/stored.ts";
import { revisionChange } from "../../src/plan/revision-change.ts";
import { readPairs, readStoredRows } from "./stored-rows.ts";

const pairs = readPairs();

describe.skipIf(pairs === undefined)("new revisions of StatefulSets (shared/conformance/stored/pairs.jsonl)", () => {
  test("are made where the controller makes them, and for its reasons", () => {
    const objects = new Map((readStoredRows() ?? []).map(({ id, object }) => [id, object]));
    const wrong: string[] = [];
    let asked = 0;
    let refusals = 0;
    for (const pair of pairs ?? []) {
      const [old, next] = [objects.get(pair.old), objects.get(pair.new)];
      if (old === undefined || next === undefined) throw new Error(`${pair.id}: no such objects`);
      for (const answer of [pair, ...(pair.others ?? []).map((other) => ({ ...pair, ...other }))])
        for (const kubernetesVersion of answer.versions) {
          asked++;
          const before = stored(old, { kubernetesVersion });
          const refused =
            !admit(next, { kubernetesVersion, old: before }).accepted &&
            (admit(next, { kubernetesVersion, old: before }).errors ?? []).length > 0;
          const after = stored(next, { kubernetesVersion, ...(refused ? {} : { old: before }) });
          const { restart, changes } = revisionChange(before, after);
          if (refused === (answer.refused ?? false)) refusals++;
          else
            wrong.push(
              `${pair.id} ${kubernetesVersion}: refused ${refused} ${JSON.stringify(admit(next, { kubernetesVersion, old: before }))}`,
            );
          const expected = [...answer.podTemplateChanges].sort();
          if (restart !== answer.restart || changes.join("\n") !== expected.join("\n"))
            wrong.push(
              `${pair.id} ${kubernetesVersion}: ${restart} ${changes.join(" ")} / ${answer.restart} ${expected.join(" ")}`,
            );
        }
    }
    console.log(`pairs: ${asked} asked, ${refusals} refusals right, ${wrong.length} wrong answers`);
    expect(wrong.slice(0, 20)).toEqual([]);
  });
});

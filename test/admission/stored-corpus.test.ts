import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { admit } from "../../src/admission/admit.ts";
import { stored } from "../../src/admission/stored.ts";
import { revisionChange } from "../../src/plan/revision-change.ts";
import { readManifests } from "../../src/read/read-manifests.ts";
import fc from "../properties.ts";
import { shared } from "../shared.ts";
import { canonical } from "./json-patch.ts";

type Mapping = Record<string, unknown>;

const folder = shared("corpus/rendered");

/** The StatefulSets of the public charts that a server accepts. */
function acceptedSets(): Mapping[] {
  const sets: Mapping[] = [];
  for (const name of readdirSync(folder ?? ".")
    .filter((file) => file.endsWith(".yaml"))
    .sort()) {
    const { documents } = readManifests([{ name, text: readFileSync(`${folder}/${name}`, "utf8") }]);
    for (const { value } of documents) {
      const manifest = value as Mapping | null;
      if (manifest?.kind === "StatefulSet" && manifest.apiVersion === "apps/v1" && admit(manifest).accepted)
        sets.push(manifest);
    }
  }
  return sets;
}

/** The same manifest in other words: keys in another order, amounts and ports written otherwise. */
function reworded(value: unknown, turn: () => boolean, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => reworded(item, turn));
  if (typeof value !== "object" || value === null) return value;
  const isAmounts = key === "limits" || key === "requests";
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => [
    name,
    isAmounts && turn() ? rewordedAmount(item) : reworded(item, turn, name),
  ]);
  return Object.fromEntries(turn() ? entries.reverse() : entries);
}

function rewordedAmount(amount: unknown): unknown {
  const text = String(amount);
  if (/^\d{1,6}Gi$/.test(text)) return `${Number(text.slice(0, -2)) * 1024}Mi`;
  if (/^\d{1,6}$/.test(text)) return typeof amount === "number" ? text : Number(text);
  if (/^[1-9]\d{0,5}m$/.test(text)) return String(Number(text.slice(0, -1)) / 1000);
  return amount;
}

describe.skipIf(folder === undefined)("what is stored of the public charts' StatefulSets (shared/corpus)", () => {
  const sets = folder === undefined ? [] : acceptedSets();

  test("is kept as it is when it is given once more", () => {
    expect(sets.length).toBeGreaterThan(300);
    for (const set of sets)
      for (const kubernetesVersion of ["1.30", "1.33", "1.35.2", "1.37"]) {
        const once = stored(set, { kubernetesVersion });
        expect(canonical(stored(once, { kubernetesVersion }))).toBe(canonical(once));
        expect(canonical(stored(once, { kubernetesVersion, old: once }))).toBe(canonical(once));
      }
  });

  test("is neither refused nor a new revision beside the manifest, however that is worded", () => {
    fc.assert(
      fc.property(fc.nat(sets.length - 1), fc.infiniteStream(fc.boolean()), (index, turns) => {
        const set = sets[index] ?? {};
        const before = stored(set);
        const worded = reworded(set, () => turns.next().value === true) as Mapping;
        expect(admit(worded, { old: before }).errors).toBeUndefined();
        expect(admit(before, { old: set }).errors).toBeUndefined();
        expect(revisionChange(before, stored(worded, { old: before }))).toEqual({ restart: false, changes: [] });
      }),
      { numRuns: 400 },
    );
  });
});

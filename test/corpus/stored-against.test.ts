import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rules } from "../../rules/index.generated.ts";
import { lint, readManifests, stored } from "../../src/index.ts";
import { shared } from "../shared.ts";

const folder = shared("corpus/upgrades");
const ofUpgrades = new Set(rules.filter(({ category }) => category === "upgrade").map(({ id }) => id));

/** Keys in the other order, lists as they are. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

/** `1Gi` as `1024Mi`. */
function respelt(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value).replace(/"storage":"(\d{1,6})Gi"/g, (_, amount) => `"storage":"${Number(amount) * 1024}Mi"`),
  );
}

describe.skipIf(folder === undefined)(
  "a manifest against itself in another form (skipped without the folder corpus)",
  () => {
    const sets =
      folder === undefined
        ? []
        : readdirSync(folder)
            .filter((pair) => pair.includes("__"))
            .flatMap((pair) =>
              readManifests([{ name: pair, text: readFileSync(`${folder}/${pair}/new.yaml`, "utf8") }])
                .documents.map(({ value }) => value as Record<string, unknown> | null)
                .filter((value) => value?.kind === "StatefulSet" && value.apiVersion === "apps/v1"),
            )
            .flatMap((value) => (value === null ? [] : [value]));

    test.each([
      ["as the server stores it", (set: object): unknown => stored(set)],
      ["with its keys in another order", reversed],
      ["with its amounts in another spelling", respelt],
    ])("%s: nothing is said of an upgrade, in either direction", (_form, change) => {
      const said = sets.flatMap((set) => {
        const [one, other] = [set, change(set)].map((value) => [{ name: "set.yaml", text: JSON.stringify(value) }]);
        return [lint(one ?? [], { against: other ?? [] }), lint(other ?? [], { against: one ?? [] })].flatMap(
          ({ findings }) =>
            findings.filter(({ rule }) => ofUpgrades.has(rule)).map(({ rule, message }) => `${rule}: ${message}`),
        );
      });
      expect(said).toEqual([]);
      expect(sets.length).toBeGreaterThan(200);
    });
  },
);

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { plan } from "../../src/plan/plan.ts";
import { shared } from "../shared.ts";

interface Verdicts {
  readonly pair: string;
  readonly vanished: readonly string[];
  readonly appeared: readonly string[];
  readonly sets: Readonly<
    Record<
      string,
      readonly { versions: readonly string[] | "all"; accepted: boolean; errors?: readonly (readonly string[])[] }[]
    >
  >;
}

const folder = shared("corpus/upgrades");

function inputs(pair: string, name: string) {
  return [{ name, text: readFileSync(`${folder}/${pair}/${name}`, "utf8") }];
}

test.skipIf(folder === undefined)(
  "Upgrades of public charts: each set that the API server refuses is planned as refused with a way through, no other; vanished sets are named",
  { timeout: 300_000 },
  () => {
    const rows = readFileSync(`${folder}/verdicts.jsonl`, "utf8")
      .trimEnd()
      .split("\n")
      .map((line): Verdicts => JSON.parse(line));
    const differing: string[] = [];
    let sets = 0;
    let refusals = 0;
    for (const { pair, vanished, sets: verdicts } of rows) {
      const refused = Object.values(verdicts).some((answers) => answers.some(({ accepted }) => !accepted));
      for (const kubernetesVersion of refused ? ["1.32", "1.37"] : ["1.37"]) {
        const result = plan(inputs(pair, "new.yaml"), { against: inputs(pair, "old.yaml"), kubernetesVersion });
        const gone = result.vanished.map(({ name }) => name).sort();
        const wanted = vanished.map((name) => name.slice(name.indexOf("/") + 1)).sort();
        if (JSON.stringify(gone) !== JSON.stringify(wanted))
          differing.push(`${pair}: vanished ${gone} instead of ${wanted}`);
        for (const [key, answers] of Object.entries(verdicts)) {
          const answer = answers.find(({ versions }) => versions === "all" || versions.includes(kubernetesVersion));
          const name = key.slice(key.indexOf("/") + 1);
          const set = result.statefulSets.find((each) => each.name === name);
          sets++;
          if (
            set === undefined ||
            answer === undefined ||
            (set.outcome === "refused") !== (answer.errors !== undefined)
          ) {
            differing.push(
              `${pair} ${name} ${kubernetesVersion}: ${set?.outcome} instead of ${JSON.stringify(answer)}`,
            );
            continue;
          }
          if (set.refused === undefined) continue;
          refusals++;
          const immutable = answer.errors?.some(
            ([, field, detail]) => field === "spec" || detail?.includes("immutable"),
          );
          if (immutable && set.refused.waysThrough.length === 0)
            differing.push(`${pair} ${name} ${kubernetesVersion}: no way through`);
        }
      }
    }
    console.info(`upgrades: ${sets} answers, ${refusals} refused, ${differing.length} differing`);
    for (const line of differing.slice(0, 10)) console.info(line.slice(0, 400));
    expect(differing).toEqual([]);
  },
);

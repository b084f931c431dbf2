/**
 * `npm run fuzz -- [--minutes N] [--inputs N] [--seed N]`: inputs that began as sensible ones, mutated, through lint with all its
 * options, every report, the baseline, the fixes and the plan. Ends with the smallest input that breaks a promise, and
 * status 1. The same seed makes the same inputs; it ends after so many of them (no limit by default) or so many minutes (2).
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { check } from "./fuzz/check.ts";
import { mutated } from "./fuzz/mutate.ts";

const { values } = parseArgs({
  options: { minutes: { type: "string" }, inputs: { type: "string" }, seed: { type: "string" } },
});
const minutes = Number(values.minutes ?? 2);
const numRuns = Number(values.inputs ?? Number.POSITIVE_INFINITY);
const seed = Number(values.seed ?? 1);

const options = fc.record(
  {
    preset: fc.constantFrom("recommended" as const, "strict" as const, "all" as const),
    kubernetesVersion: fc.constantFrom("1.30", "1.33,1.36", "1.31..1.37"),
    apply: fc.constantFrom("client" as const, "server" as const),
    deployer: fc.constantFrom("helm" as const, "kubectl" as const, "flux" as const, "argocd" as const),
    live: fc.boolean(),
  },
  { requiredKeys: [] },
);

const cases = fc.record({ text: mutated, before: fc.option(mutated, { nil: undefined, freq: 1 }), options });

let tried = 0;
const outcome = fc.check(
  fc.property(cases, (one) => {
    tried++;
    check(one);
  }),
  { seed, numRuns, interruptAfterTimeLimit: minutes * 60_000, markInterruptAsFailure: false },
);
if (outcome.failed) {
  console.log(outcome.errorInstance instanceof Error ? outcome.errorInstance.stack : outcome.errorInstance);
  console.log(JSON.stringify(outcome.counterexample, undefined, 1));
  process.exitCode = 1;
}
console.log(`${tried} inputs, seed ${seed}: ${outcome.failed ? "a promise was broken" : "every promise kept"}`);

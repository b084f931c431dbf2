/**
 * `npm run fuzz -- [--minutes N] [--inputs N] [--from N] [--seed N] [--kind NAME]`: inputs that began as sensible ones,
 * through all that the tool does with them: manifests, charts, whole command lines. Ends with status 1 and the
 * smallest inputs that break a promise. A seed and a number make the same input on every machine and after any other,
 * so that a long run can be made in pieces: `--from 200000 --inputs 100000`. It ends after so many inputs (no limit by
 * default) or so many minutes (2); with `--kind`, inputs of another kind are passed over.
 */
import { parseArgs } from "node:util";
import { kinds, rounds } from "./fuzz/kinds.ts";
import { runKinds } from "./fuzz/run.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { minutes: text, inputs: text, from: text, seed: text, kind: text } });
const seed = Number(values.seed ?? 1);
const from = Number(values.from ?? 0);
const chosen = values.kind === undefined ? rounds : rounds.map((one) => (one.name === values.kind ? one : undefined));
if (chosen.every((one) => one === undefined))
  throw new Error(`--kind: one of ${kinds.map(({ name }) => name).join(", ")}`);
const { tried, next, broken, slowest } = await runKinds(
  chosen,
  { seed, from, count: Number(values.inputs ?? Number.POSITIVE_INFINITY), minutes: Number(values.minutes ?? 2) },
  (line) => console.log(line),
);
if (broken > 0) process.exitCode = 1;
console.log(`slowest: ${slowest.join("; ")}`);
console.log(
  `${tried} inputs of numbers ${from} to ${next - 1}, seed ${seed}: ${broken === 0 ? "every promise kept" : `${broken} broke a promise`}`,
);

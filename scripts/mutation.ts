/**
 * `npm run mutation`: plants each operator's fault into StatefulSets of the public charts and prints how many the
 * rules found. `npm run mutation -- RULE…` takes these rules alone and prints what went wrong, plant by plant.
 * Exits with 1 where a rule finds less than 99 % of its plants, or an error speaks up that nobody planted.
 */
import { chartFiles } from "../test/corpus/charts.ts";
import { candidates, mutate } from "../test/mutation/mutate.ts";
import { operators } from "../test/mutation/operators.ts";
import { shared } from "../test/shared.ts";

/** Plants a rule; more cost minutes and change no figure. */
const most = 20;

const folder = shared("corpus");
if (folder === undefined) {
  console.log("The public charts are not beside this checkout (../shared/corpus, or STS_LINT_SHARED): nothing done.");
  process.exit(0);
}

const asked = process.argv.slice(2);
const from = candidates(folder, chartFiles(folder));
console.log(`${from.length} StatefulSets to plant into, at most ${most} plants an operator\n`);
console.log(`${"rule".padEnd(32)} planted found at place other errors  what is planted`);
let planted = 0;
let short = 0;
for (const operator of operators) {
  if (asked.length > 0 && !asked.includes(operator.rule)) continue;
  const outcome = mutate(operator, from, most);
  planted += outcome.planted;
  const bar = outcome.planted * 0.99;
  const isShort =
    outcome.planted === 0 || outcome.found < bar || outcome.foundAtPlace < bar || outcome.otherErrors.length > 0;
  if (isShort) short++;
  const figures = [outcome.planted, outcome.found, outcome.foundAtPlace, outcome.otherErrors.length];
  const [count, found, atPlace, errors] = figures.map(String);
  console.log(
    `${operator.rule.padEnd(32)} ${count?.padStart(7)} ${found?.padStart(5)} ${atPlace?.padStart(8)} ${errors?.padStart(12)}  ${operator.plants}${isShort ? "   below the bar" : ""}`,
  );
  if (asked.length === 0) continue;
  for (const line of outcome.missed) console.log(`    missed     ${line}`);
  for (const line of outcome.elsewhere) console.log(`    elsewhere  ${line}`);
  for (const line of outcome.otherErrors) console.log(`    error      ${line}`);
}
console.log(`\n${planted} plants, ${short} operators below the bar (found and at place ≥ 99 %, no other error)`);
if (short > 0) process.exitCode = 1;

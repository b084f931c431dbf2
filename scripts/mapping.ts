/**
 * `npm run mapping`: proves on the public charts where nodes of StatefulSets come from, and prints the
 * figures: renaming keys, emptying actions that print data, changing values. `npm run mapping -- WORD…` takes the
 * commands alone that have one of the words in them.
 */
import { changeValues } from "../test/chart/mapping/change-values.ts";
import { commandsOf, readCommand } from "../test/chart/mapping/command.ts";
import { emptyAll } from "../test/chart/mapping/empty-all.ts";
import { renameAll } from "../test/chart/mapping/rename-all.ts";
import { shared } from "../test/shared.ts";

const charts = shared("chart-sources");
if (charts === undefined) {
  console.log("The public charts are not beside this checkout (../shared, or STS_LINT_SHARED): nothing done.");
  process.exit(0);
}

const asked = process.argv.slice(2);
const total = { nodes: 0, moved: 0, printed: 0, gone: 0, unjudged: 0 };
const change = { values: 0, refused: 0, claims: 0, changed: 0, nodes: 0, unclaimed: 0 };
/** Values that were changed already, chart by chart: another command of the same chart adds only those it names first. */
const changedIn = new Map<string, Set<string>>();
for (const args of commandsOf(charts)) {
  const words = args.join(" ");
  if (asked.length > 0 && !asked.some((one) => words.includes(one))) continue;
  const command = readCommand(args.slice(1), charts);
  const renamed = renameAll(command);
  const emptied = emptyAll(command);
  total.nodes += renamed.nodes;
  total.moved += renamed.moved;
  total.printed += emptied.nodes;
  total.gone += emptied.gone;
  total.unjudged += emptied.unjudged;
  const chart = args[2] ?? "";
  const done = changedIn.get(chart) ?? new Set<string>();
  changedIn.set(chart, done);
  const changed = changeValues(command, done);
  for (const key of Object.keys(change) as (keyof typeof change)[]) change[key] += changed[key];
  const failures = [...renamed.failures, ...emptied.failures, ...changed.failures];
  if (failures.length > 0) console.log([words, ...failures].join("\n    "));
}
const percent = (part: number, whole: number) => `${part} of ${whole} (${((100 * part) / whole).toFixed(2)} %)`;
console.log(`renamed: ${percent(total.moved, total.nodes)} nodes moved alone with their values`);
console.log(`emptied: ${percent(total.gone, total.printed)} nodes that an action printed went with it alone`);
console.log(
  `    ${total.unjudged} more cannot be judged so: without what their action prints elsewhere the output is no YAML`,
);
console.log(`changed: ${change.values} values, ${change.refused} of them refused by the chart in any other form`);
console.log(`    ${percent(change.changed, change.claims)} claims of nodes changed with their value`);
console.log(
  `    ${percent(change.unclaimed, change.nodes)} nodes changed unclaimed, counts, guards and checksums apart`,
);
const isReached =
  total.moved >= 0.995 * total.nodes &&
  total.gone >= 0.995 * total.printed &&
  change.changed >= 0.98 * change.claims &&
  change.unclaimed <= 0.02 * change.nodes;
console.log(isReached ? "all bars reached" : "a bar is not reached");
if (!isReached) process.exitCode = 1;

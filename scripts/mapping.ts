/**
 * `npm run mapping`: proves on the public charts where nodes of StatefulSets come from, and prints the
 * figures: renaming keys, the same through helm on a sample, changing values. `npm run mapping -- WORD…` takes the
 * commands alone that have one of the words in them.
 */
import { findProgram, runProgram } from "../src/chart/node/helm-process.ts";
import { changeValues } from "../test/chart/mapping/change-values.ts";
import { commandsOf, readCommand } from "../test/chart/mapping/command.ts";
import { renameThroughHelm, Sample } from "../test/chart/mapping/helm-sample.ts";
import { renameAll } from "../test/chart/mapping/rename-all.ts";
import { shared } from "../test/shared.ts";

const charts = shared("chart-sources");
if (charts === undefined) {
  console.log("The public charts are not beside this checkout (../shared, or STS_LINT_SHARED): nothing done.");
  process.exit(0);
}

const asked = process.argv.slice(2);
const sampled = 300;
const sample = new Sample(sampled, "mapping");
const written = { nodes: 0, moved: 0 };
const printed = { nodes: 0, moved: 0 };
const change = { values: 0, refused: 0, claims: 0, changed: 0, nodes: 0, unclaimed: 0 };
/** Values that were changed already, chart by chart: another command of the same chart adds only those it names first. */
const changedIn = new Map<string, Set<string>>();
for (const args of commandsOf(charts)) {
  const words = args.join(" ");
  if (asked.length > 0 && !asked.some((one) => words.includes(one))) continue;
  const command = readCommand(args.slice(1), charts);
  const renamed = renameAll(command);
  for (const key of ["nodes", "moved"] as const) {
    written[key] += renamed.written[key];
    printed[key] += renamed.printed[key];
  }
  for (const [set, count] of renamed.sets.entries())
    for (let node = 0; node < count; node++) sample.add({ args, set, node });
  const chart = args[2] ?? "";
  const done = changedIn.get(chart) ?? new Set<string>();
  changedIn.set(chart, done);
  const changed = changeValues(command, done);
  for (const key of Object.keys(change) as (keyof typeof change)[]) change[key] += changed[key];
  const failures = [...renamed.failures, ...changed.failures];
  if (failures.length > 0) console.log([words, ...failures].join("\n    "));
}

const percent = (part: number, whole: number) => `${part} of ${whole} (${((100 * part) / whole).toFixed(2)} %)`;
const nodes = written.nodes + printed.nodes;
const moved = written.moved + printed.moved;
console.log(`renamed: ${percent(moved, nodes)} nodes moved alone with their values; none is left out`);
console.log(`    ${percent(written.moved, written.nodes)} whose key, dash or item is written in a file of the chart`);
console.log(`    ${percent(printed.moved, printed.nodes)} that an action printed whole`);
const program = findProgram("helm", process.env.PATH);
let isSampleRight = true;
if (program === undefined) console.log("through helm: no helm on PATH, so this was not tried");
else {
  const version = runProgram(program, ["version", "--template", "{{ .Version }}"], charts).stdout;
  const through = renameThroughHelm(sample, charts, { program, major: version.startsWith("v3") ? "3" : "4" });
  if (through.failures.length > 0) console.log(["through helm:", ...through.failures].join("\n    "));
  console.log(`through helm ${version}: ${percent(through.moved, sample.drawn.length)} of a sample moved so`);
  isSampleRight = through.moved >= 0.995 * sample.drawn.length;
}
console.log(`changed: ${change.values} values, ${change.refused} of them refused by the chart in any other form`);
console.log(`    ${percent(change.changed, change.claims)} claims of nodes changed with their value`);
console.log(
  `    ${percent(change.unclaimed, change.nodes)} nodes changed unclaimed, counts, guards and checksums apart`,
);
const isReached =
  moved >= 0.995 * nodes &&
  isSampleRight &&
  change.changed >= 0.98 * change.claims &&
  change.unclaimed <= 0.02 * change.nodes;
console.log(isReached ? "all bars reached" : "a bar is not reached");
if (!isReached) process.exitCode = 1;

/**
 * `npm run mapping`: proves on the public charts where nodes of StatefulSets come from, and prints the
 * figures: renaming keys, the same through helm on a sample, changing values. `npm run mapping -- WORD…` takes the
 * commands alone that have one of the words in them, `--part 2/5` the second fifth of the charts; `--sum FILE…` adds up
 * what parts printed.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { findProgram, runProgram } from "../src/chart/node/helm-process.ts";
import { changeValues } from "../test/chart/mapping/change-values.ts";
import { commandsOf, ofSetsAlone, readCommand } from "../test/chart/mapping/command.ts";
import { renameThroughHelm, Sample } from "../test/chart/mapping/helm-sample.ts";
import { renameAll } from "../test/chart/mapping/rename-all.ts";
import { shared } from "../test/shared.ts";
import { addFigures, figuresIn, figuresLine, noFigures, printFigures } from "./mapping/figures.ts";

const { values: flags, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { part: { type: "string", default: "1/1" }, sum: { type: "boolean", default: false } },
});
const figures = noFigures();
if (flags.sum) for (const file of words) addFigures(figures, figuresIn(readFileSync(file, "utf8")));
else prove();
if (!printFigures(figures)) process.exitCode = 1;

function prove(): void {
  const charts = shared("chart-sources");
  if (charts === undefined) {
    console.log("The public charts are not beside this checkout (../shared, or STS_LINT_SHARED): nothing done.");
    process.exit(0);
  }
  const [part = 1, parts = 1] = flags.part.split("/").map(Number);
  const sample = new Sample(Math.ceil(300 / parts), "mapping");
  /** Values that were changed already, chart by chart: another command of the same chart adds only those it names first. */
  const changedIn = new Map<string, Set<string>>();
  const all = commandsOf(charts);
  const names = [...new Set(all.map((args) => args[2] ?? ""))];
  for (const args of all) {
    const [, , chart = ""] = args;
    const line = args.join(" ");
    if (names.indexOf(chart) % parts !== part - 1) continue;
    if (words.length > 0 && !words.some((one) => line.includes(one))) continue;
    const command = ofSetsAlone(readCommand(args.slice(1), charts));
    const renamed = renameAll(command);
    for (const name of ["written", "printed"] as const) {
      figures[name].all += renamed[name].nodes;
      figures[name].right += renamed[name].moved;
    }
    for (const [set, count] of renamed.sets.entries())
      for (let node = 0; node < count; node++) sample.add({ args, set, node });
    const done = changedIn.get(chart) ?? new Set<string>();
    changedIn.set(chart, done);
    const changed = changeValues(command, done);
    addFigures(figures, {
      ...noFigures(),
      values: { all: changed.values, right: changed.refused },
      claims: { all: changed.claims, right: changed.changed },
      unclaimed: { all: changed.nodes, right: changed.unclaimed },
    });
    const failures = [...renamed.failures, ...changed.failures];
    if (failures.length > 0) console.log([line, ...failures].join("\n    "));
  }
  const program = findProgram("helm", process.env.PATH);
  if (program === undefined) console.log("through helm: no helm on PATH, so this was not tried");
  else {
    const version = runProgram(program, ["version", "--template", "{{ .Version }}"], charts).stdout;
    const through = renameThroughHelm(sample, charts, { program, major: version.startsWith("v3") ? "3" : "4" });
    if (through.failures.length > 0) console.log([`through helm ${version}:`, ...through.failures].join("\n    "));
    figures.throughHelm.all += sample.drawn.length;
    figures.throughHelm.right += through.moved;
  }
  console.log(figuresLine(figures));
}

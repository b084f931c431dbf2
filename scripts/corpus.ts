/**
 * `npm run corpus`: lints the public charts, rewrites the snapshot of counts and prints what changed and how much
 * a default run asks of a reader. Exits with 1 where a bar is missed or an error or a warning was not judged by hand.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { lintCharts } from "../test/corpus/charts.ts";
import { type JudgedSeverity, readJudged, unsettled } from "../test/corpus/judged.ts";
import { noiseOf } from "../test/corpus/noise.ts";
import { changes, type Snapshot, snapshotOf } from "../test/corpus/snapshot.ts";
import { missed, upheldShares } from "../test/corpus/upheld.ts";
import { shared } from "../test/shared.ts";

const folder = shared("corpus");
if (folder === undefined) {
  console.log("The public charts are not beside this checkout (../shared/corpus, or STS_LINT_SHARED): nothing done.");
  process.exit(0);
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const path = new URL("../test/corpus/snapshot.json", import.meta.url);
const charts = lintCharts(folder);
const now = snapshotOf(charts);
const before: Snapshot = existsSync(path)
  ? (JSON.parse(readFileSync(path, "utf8")) as Snapshot)
  : { statefulSets: 0, total: {}, files: {} };
writeFileSync(path, `${JSON.stringify(now, null, 2)}\n`);

const changed = changes(before, now);
console.log(changed.length === 0 ? "No count changed." : `${changed.length} counts changed:`);
for (const line of changed) console.log(`  ${line}`);

console.log(`\n${charts.length} files, ${now.statefulSets} StatefulSets`);
for (const [key, count] of Object.entries(now.total)) console.log(`  ${String(count).padStart(5)} ${key}`);

const noise = noiseOf(charts);
console.log("\nStatefulSets that a warning rule fires on");
for (const [rule, share] of noise.shares) {
  console.log(
    `  ${percent(share).padStart(7)} ${rule}${share > 0.15 ? "   over 15 %: narrow it or argue for it" : ""}`,
  );
}
console.log(`Warnings a StatefulSet, median: ${noise.median} (at most 3)`);
console.log(`StatefulSets without a warning: ${percent(noise.quiet)} (at least a third)`);

console.log(`Infos a StatefulSet: ${noise.infos.toFixed(2)} (at most 0.4)`);

const shares = upheldShares(readJudged("warning"));
console.log("\nWarnings that were upheld when judged by hand");
for (const { rule, upheld, judged, share, bar } of shares) {
  const wanted = bar === undefined ? "" : ` (at least ${(bar * 100).toFixed(0)} %)`;
  console.log(`  ${percent(share).padStart(7)} ${rule}: ${upheld} of ${judged}${wanted}`);
}

let open = false;
for (const severity of ["error", "warning"] satisfies JudgedSeverity[]) {
  const { unjudged, gone } = unsettled(charts, severity, readJudged(severity));
  if (unjudged.length > 0)
    console.log(`\n${severity}s to judge and list in test/corpus/${severity}s.yaml:\n  ${unjudged.join("\n  ")}`);
  if (gone.length > 0) console.log(`\nJudged ${severity}s that are no longer found:\n  ${gone.join("\n  ")}`);
  if (unjudged.length + gone.length > 0) open = true;
}
if (open || missed(shares).length > 0 || noise.median > 3 || noise.quiet < 1 / 3 || noise.infos > 0.4)
  process.exitCode = 1;

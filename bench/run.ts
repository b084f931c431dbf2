import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { percentile, renderTimes } from "./charts.ts";
import { chartOfBytes, definitions, files, fleet, labChart, longSet, mix, upgrade } from "./data.ts";
import { type Clock, compare, peakMemory, type Subject, warm } from "./measure.ts";

/*
 * Measures what was promised: CPU time of whole processes, medians over rounds in which the commands take turns, as
 * ratios within one run; wall time where threads share the work. Needs `npm run build`, kube-score and kubeconform on the PATH, and the shared corpus.
 */
const bin = fileURLToPath(new URL("../dist/bin/sts-lint.cjs", import.meta.url));
const stsLint = ["node", bin] as const;

interface Line {
  readonly what: string;
  readonly measured: string;
  readonly bar: string;
  readonly reached: boolean;
}
const lines: Line[] = [];

function ratio(
  what: string,
  subject: Subject,
  other: Subject,
  bar: number,
  rounds: number,
  clock: Clock = "cpu",
): void {
  const [own = Number.NaN, base = Number.NaN] = compare([subject, other], rounds, clock);
  const value = own / base;
  lines.push({
    what: `${what} / ${other.name}`,
    measured: `${value.toFixed(2)} × (${own.toFixed(0)} / ${base.toFixed(0)} ms)`,
    bar: `≤ ${bar} ×`,
    reached: value <= bar,
  });
}

function limit(what: string, value: number, bar: number, unit: string, digits: number): void {
  lines.push({ what, measured: `${value.toFixed(digits)} ${unit}`, bar: `≤ ${bar} ${unit}`, reached: value <= bar });
}

const kubeconform = (stdin: string): Subject => ({
  name: "kubeconform",
  command: ["kubeconform", "-summary", "-ignore-missing-schemas", "-schema-location", "/nonexistent"],
  stdin,
  prints: /^Summary: [1-9]\d* resources? found/m,
});
const kubeScore = (stdin: string): Subject => ({
  name: "kube-score",
  command: ["kube-score", "score", "-"],
  stdin,
  prints: /^apps\/v1\/StatefulSet/m,
});
const summary = / in [1-9][\d,]* StatefulSets? \(/;
const own = (stdin: string): Subject => ({ name: "sts-lint", command: stsLint, stdin, prints: summary });

const node: Subject = { name: "node -e 0", command: ["node", "-e", "0"] };
ratio("lab chart", own(labChart()), node, 1.8, 25);
ratio("a chart of 33 KB", own(chartOfBytes(33_000)), node, 2.5, 15);
ratio("a chart of 120 KB", own(chartOfBytes(120_000)), node, 3.3, 15);

// The package's own file: what runs the sources here adds a call to each function that they make.
const library = new URL("../dist/lib/index.js", import.meta.url);
const { admit, lint, readManifests }: typeof import("../src/index.ts") = await import(library.href);
const lab = readFileSync(labChart(), "utf8");
limit(
  "lab chart, warm lint",
  warm(() => lint([{ name: "lab", text: lab }])),
  1,
  "ms",
  2,
);

const [set] = readManifests([{ name: "set", text: longSet() }]).documents;
const manifest = set?.manifests[0]?.value ?? {};
limit(
  "a StatefulSet of 200 lines, warm admit",
  warm(() => admit(manifest)),
  0.3,
  "ms",
  3,
);

ratio("mix", own(mix()), kubeScore(mix()), 0.3, 5);
ratio("mix", own(mix()), kubeconform(mix()), 1.1, 5);
ratio("fleet of 100 MB", own(fleet()), kubeconform(fleet()), 0.55, 3);
ratio(
  "fleet of 100 MB, wall time in 2 threads",
  { ...own(fleet()), command: [...stsLint, "--jobs", "2"] },
  { ...own(fleet()), name: "one" },
  0.65,
  3,
  "wall",
);
limit("fleet of 100 MB, peak memory", peakMemory(stsLint, fleet()), 350, "MB", 0);
ratio("definitions of 5 MB", own(definitions()), kubeScore(definitions()), 0.35, 5);

ratio(
  "a folder of 600 files",
  { name: "sts-lint", command: [...stsLint, files()], prints: summary },
  { ...kubeconform("/dev/null"), command: [...kubeconform("").command, files()] },
  1,
  5,
);

const pair = upgrade(30_000);
const bothSides: Subject = { name: "lint of both sides", command: [...stsLint, pair.old, pair.new], prints: summary };
const against = [pair.new, "--against", pair.old] as const;
ratio("--against, 30 KB", { name: "sts-lint", command: [...stsLint, ...against], prints: summary }, bothSides, 1.4, 15);
ratio(
  "plan, 30 KB",
  { name: "sts-lint", command: [...stsLint, "plan", ...against], prints: /pods? restart|restarts/ },
  bothSides,
  1.4,
  15,
);

const renders = renderTimes();
const [start = Number.NaN] = compare([node], 15);
for (const [name, part, bar] of [
  ["median", 0.5, 2.5],
  ["99th percentile", 0.99, 25],
] as const) {
  const time = percentile(renders, part);
  lines.push({
    what: `render and map a public chart, warm, ${name} of ${renders.length} / ${node.name}`,
    measured: `${(time / start).toFixed(2)} × (${time.toFixed(0)} / ${start.toFixed(0)} ms)`,
    bar: `≤ ${bar} ×`,
    reached: time / start <= bar,
  });
}

const width = Math.max(...lines.map(({ what }) => what.length));
for (const { what, measured, bar, reached } of lines) {
  console.log(
    `${what.padEnd(width)}  ${measured.padEnd(26)}  ${bar.padEnd(9)}  ${reached ? "reached" : "not reached"}`,
  );
}
process.exitCode = lines.every(({ reached }) => reached) ? 0 : 1;

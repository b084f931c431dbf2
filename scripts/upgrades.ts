import { readFileSync } from "node:fs";
import { lint, plan } from "../src/index.ts";
import { shared } from "../test/shared.ts";

/*
 * What lint and plan say of the upgrades of public charts: refused, restarts told, data told, ways proved, and how many
 * expectations were dropped because the state machine did not show them.
 */
const folder = shared("corpus/upgrades");
if (folder === undefined) {
  console.log("skipped: the folder corpus/upgrades is missing");
} else {
  const pairs = readFileSync(`${folder}/verdicts.jsonl`, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { readonly pair: string }).pair);
  const counts = {
    pairs: 0,
    sets: 0,
    refused: 0,
    restarts: 0,
    held: 0,
    waysThatRestart: 0,
    data: 0,
    ways: 0,
    proved: 0,
    steps: 0,
    silent: 0,
    dropped: 0,
    claimWays: 0,
    claimWaysProved: 0,
  };
  const aboutData = new Set([
    "claims-scaled-down",
    "data-owner-changed",
    "data-path-moved",
    "major-over-old-data",
    "persistence-toggled",
    "pvc-identity-changed",
    "quorum-lost",
    "set-vanished",
    "vct-size-changed",
    "volume-left-behind",
  ]);
  for (const pair of pairs) {
    const side = (name: string) => [
      { name: `${name}.yaml`, text: readFileSync(`${folder}/${pair}/${name}.yaml`, "utf8") },
    ];
    const made = plan(side("new"), { against: side("old") });
    const { findings } = lint(side("new"), { against: side("old"), today: "2026-01-01" });
    counts.pairs++;
    counts.sets += made.statefulSets.length;
    counts.restarts += findings.filter(({ rule }) => rule === "pods-restart").length;
    counts.held += findings.filter(({ rule }) => rule === "rollout-held").length;
    counts.data += findings.filter(({ rule }) => aboutData.has(rule)).length;
    for (const way of made.refusedClaims.flatMap(({ waysThrough }) => waysThrough)) {
      counts.claimWays++;
      if (way.proved) counts.claimWaysProved++;
      counts.dropped += way.dropped;
    }
    for (const set of made.statefulSets) {
      if (set.refused !== undefined) counts.refused++;
      for (const way of set.refused?.waysThrough ?? []) {
        counts.ways++;
        if (way.proved) counts.proved++;
        if (way.restarts.because.length > 0) counts.waysThatRestart++;
        counts.dropped += way.dropped;
        counts.steps += way.steps.length;
        counts.silent += way.steps.filter(({ expect }) => expect === "").length;
      }
    }
  }
  console.log(`${counts.pairs} pairs, ${counts.sets} sets: ${counts.refused} refused`);
  console.log(
    `restarts told: ${counts.restarts}, held back: ${counts.held}, ways that say why pods restart: ${counts.waysThatRestart}`,
  );
  console.log(`data told: ${counts.data} findings`);
  console.log(
    `ways proved: ${counts.proved} of ${counts.ways}, in ${counts.steps} steps, ${counts.silent} of them without an expectation`,
  );
  console.log(`ways around refused claims proved: ${counts.claimWaysProved} of ${counts.claimWays}`);
  console.log(`expectations dropped: ${counts.dropped}`);
}

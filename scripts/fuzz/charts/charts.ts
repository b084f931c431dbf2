import { readdirSync } from "node:fs";
import fc from "fast-check";
import type { TextFile } from "../../../src/chart/chart.ts";
import { textsOf } from "../../../test/chart/texts-of.ts";
import { shared } from "../../../test/shared.ts";
import { made } from "../choices.ts";
import { type Mutation, mutatedBy, mutation } from "../mutate.ts";
import { chartSeeds } from "../seeds.ts";
import { madeChart } from "./make-chart.ts";

/** The charts of the rules' cases, and those of the shared material where they are at hand. */
const written: readonly (readonly TextFile[])[] = [
  ...chartSeeds,
  ...["charts", "lab"].flatMap((room) => {
    const folder = shared(room);
    if (folder === undefined) return [];
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "expected" && entry.name !== "outputs")
      .map(({ name }) => textsOf(`${folder}/${name}`))
      .filter((files) => files.some(({ path }) => path === "Chart.yaml"));
  }),
];

type Change = readonly [number, Mutation];

/** Most charts stay as they are made, or none would get far. */
const changes: fc.Arbitrary<readonly Change[]> = fc
  .tuple(fc.constantFrom(0, 0, 1, 2, 6), fc.array(fc.tuple(fc.nat(1000), mutation), { maxLength: 6 }))
  .map(([most, list]) => list.slice(0, most));

function changed(files: readonly TextFile[], list: readonly Change[]): TextFile[] {
  const texts = files.map(({ path, text }) => ({ path, text }));
  for (const [index, one] of list) {
    const file = texts[index % texts.length];
    if (file !== undefined) file.text = mutatedBy(file.text, [one]);
  }
  return texts;
}

const ofScratch = fc.tuple(made(madeChart), changes).map(([files, list]) => changed(files, list));
const ofOthers = fc
  .tuple(fc.nat(written.length - 1), changes)
  .map(([index, list]) => changed(written[index] ?? [], list));

/** The files of a chart that began as a sensible one. */
export const charts: fc.Arbitrary<TextFile[]> = fc.oneof(
  { arbitrary: ofScratch, weight: 2 },
  { arbitrary: ofOthers, weight: 1 },
);

/** A chart and another state of it: what ran before. */
export const chartPairs: fc.Arbitrary<readonly [TextFile[], TextFile[]]> = fc
  .tuple(charts, changes)
  .map(([files, list]) => [files, changed(files, list)]);

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TextFile } from "../../src/chart/chart.ts";
import { type RuleCase, readCases } from "../../src/testing/case-file.ts";
import { readMarks } from "../../src/testing/marked-text.ts";
import { shared } from "../../test/shared.ts";
import { setText } from "../growth/families/family.ts";
import { manifests } from "../growth/families/manifests.ts";

/** What mutations start from. */
export interface Seed {
  readonly text: string;
  /** What ran before; the same unless set. */
  readonly before?: string;
  readonly live?: boolean;
}

const folder = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

function textsIn(place: string | undefined, fits: RegExp): string[] {
  if (place === undefined) return [];
  return readdirSync(place, { recursive: true })
    .map(String)
    .filter((name) => fits.test(name))
    .sort()
    .map((name) => readFileSync(`${place}/${name}`, "utf8"));
}

/** The cases of all rules: nothing else meets so many of their branches. */
const cases: readonly RuleCase[] = textsIn(folder("rules"), /\.cases\.yaml$/).flatMap((table) => [...readCases(table)]);

const unmarked = (text: string) => readMarks(text).text;
const seedOf = ({ manifests: text, against, options }: RuleCase): Seed => ({
  text: unmarked(text),
  ...(against === undefined ? {} : { before: unmarked(against) }),
  ...(options.live === true ? { live: true } : {}),
});

/** The example, small inputs of all growing families, the rules' cases, and the shared ones where they are at hand. */
export const seeds: readonly Seed[] = [
  { text: setText() },
  ...textsIn(folder("examples"), /^[^/]*\.ya?ml$/).map((text) => ({ text })),
  ...manifests.flatMap(({ text }) => (text === undefined ? [] : [{ text: text(3) }])),
  ...cases.map(seedOf),
  ...textsIn(shared("cases"), /^[^/]*\.ya?ml$/).map((text) => ({ text })),
  ...textsIn(shared("hostile"), /^[^/]*\.ya?ml$/)
    .filter((text) => text.length < 20_000)
    .map((text) => ({ text })),
];

/** The charts of the rules' cases. */
export const chartSeeds: readonly (readonly TextFile[])[] = cases.flatMap(({ options: { chart = [] } }) =>
  chart.some(({ path }) => path === "Chart.yaml")
    ? [chart.map(({ path, text }) => ({ path, text: unmarked(text) }))]
    : [],
);

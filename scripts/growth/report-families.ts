import { RenderError } from "../../src/chart/render/render-error.ts";
import { BudgetError } from "../../src/chart/render/value.ts";
import { boundedFamilies } from "./bounded.ts";
import type { Family } from "./families/family.ts";
import { growthOf } from "./measure.ts";

const sizes = [500, 1000, 2000, 4000, 8000];
/** Above it, time grows faster than the input by more than noise. */
const mostExponent = 1.2;
/** Milliseconds: below it nobody waits. */
const worthWaiting = 1000;

/** Grows each family over a 16-fold range and prints how its time grows; gives how many grow too fast. */
export async function reportFamilies(families: readonly Family[]): Promise<number> {
  let tooFast = 0;
  for (const { name, prepare } of families) {
    const { sizes: tried, times, exponent } = await growthOf(sizes, async (size) => bearing(await prepare(size)));
    const last = times.at(-1) ?? 0;
    const isTooFast = exponent > mostExponent && last >= worthWaiting && boundedFamilies[name] === undefined;
    if (isTooFast) tooFast++;
    const size = String(tried.at(-1)).padStart(5);
    console.log(
      `${exponent.toFixed(2).padStart(6)}  ${last.toFixed(0).padStart(6)} ms at ${size}  ${name}${isTooFast ? "  TOO FAST" : ""}`,
    );
    const bound = boundedFamilies[name];
    if (bound !== undefined) console.log(`        bounded: ${bound}`);
  }
  console.log(`${families.length} families: ${tooFast} grow faster than size^${mostExponent} and take a second`);
  return tooFast;
}

/** That a chart asks for more than any may is an answer, too. */
function bearing(run: () => unknown): () => Promise<void> {
  return async () => {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof RenderError || error instanceof BudgetError)) throw error;
    }
  };
}

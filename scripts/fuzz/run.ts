import fc from "fast-check";
import type { Kind } from "./kinds.ts";
import { Watchdog } from "./watchdog.ts";

/** Which inputs are tried: each has a number, and a seed and a number make the same input whatever was tried before. */
export interface Range {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  readonly minutes: number;
}

export interface Outcome {
  readonly tried: number;
  /** The number that a run which goes on begins with. */
  readonly next: number;
  readonly broken: number;
  /** The longest, as lines. */
  readonly slowest: readonly string[];
}

/** More than these say nothing new. */
const mostBroken = 10;
const mostSlow = 3;
/** Milliseconds that making a broken one smaller may take. */
const shrinking = 60_000;

/** Tries inputs of all kinds in turn, passing over what is undefined, and tells each that breaks a promise, made smaller. */
export async function runKinds(
  rounds: readonly (Kind | undefined)[],
  { seed, from, count, minutes }: Range,
  tell: (line: string) => void,
): Promise<Outcome> {
  const end = performance.now() + minutes * 60_000;
  const watchdog = new Watchdog();
  const slow: { readonly cpu: number; readonly line: string }[] = [];
  let tried = 0;
  let broken = 0;
  let number = from;
  for (; number < from + count && broken < mostBroken && performance.now() < end; number++) {
    const kind = rounds[number % rounds.length];
    if (kind === undefined) continue;
    const { name, property } = kind;
    watchdog.begins(number);
    const began = process.cpuUsage();
    const outcome = await fc.check(property(), {
      seed: seedOf(seed, number),
      numRuns: 1,
      unbiased: true,
      interruptAfterTimeLimit: shrinking,
    });
    tried++;
    const { user, system } = process.cpuUsage(began);
    const cpu = (user + system) / 1000;
    if (outcome.failed) {
      broken++;
      const { errorInstance, counterexample } = outcome;
      tell(
        `number ${number}, ${name}: ${errorInstance instanceof Error ? errorInstance.stack : String(errorInstance)}`,
      );
      tell(JSON.stringify(counterexample, undefined, 1));
    } else if (slow.length < mostSlow || cpu > (slow.at(-1)?.cpu ?? 0)) {
      slow.push({ cpu, line: `number ${number}, ${name}: ${cpu.toFixed(0)} ms` });
      slow.sort((one, other) => other.cpu - one.cpu).splice(mostSlow);
    }
  }
  await watchdog.ends();
  return { tried, next: number, broken, slowest: slow.map(({ line }) => line) };
}

/** A seed for each number, far from those of its neighbours (splitmix32). */
function seedOf(seed: number, number: number): number {
  let mixed = (Math.imul(seed, 0x9e3779b9) + Math.imul(number + 1, 0x85ebca6b)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

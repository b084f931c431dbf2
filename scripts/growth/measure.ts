/** How long something takes at each of growing sizes. */
export interface Growth {
  readonly sizes: readonly number[];
  /** Milliseconds of CPU, the least of three. */
  readonly times: readonly number[];
  /** The slope of time over size, both as logarithms: 1 is linear, 2 quadratic. */
  readonly exponent: number;
}

/** For so long the smallest size is run first: code that V8 has not compiled yet makes small inputs look slow, and growth slow. */
const warmUp = 1_000;

/** Runs `make(size)` at each size, three times, and fits a line; stops growing once a run takes longer than `enough`. */
export async function growthOf(
  sizes: readonly number[],
  make: (size: number) => (() => unknown) | Promise<() => unknown>,
  enough = 5_000,
): Promise<Growth> {
  const done: number[] = [];
  const times: number[] = [];
  const [smallest] = sizes;
  if (smallest !== undefined) {
    const run = await make(smallest);
    const began = performance.now();
    while (performance.now() - began < warmUp) await run();
  }
  for (const size of sizes) {
    const run = await make(size);
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3 && (round === 0 || least < enough / 10); round++) {
      const began = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(began);
      least = Math.min(least, Math.max(user + system, 1) / 1000);
    }
    done.push(size);
    times.push(least);
    if (least > enough) break;
  }
  return { sizes: done, times, exponent: slopeOf(done.map(Math.log), times.map(Math.log)) };
}

/** The slope of the line through points with the least squared distance. */
function slopeOf(xs: readonly number[], ys: readonly number[]): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const [x, y] = [mean(xs), mean(ys)];
  let over = 0;
  let under = 0;
  xs.forEach((one, at) => {
    over += (one - x) * ((ys[at] ?? y) - y);
    under += (one - x) ** 2;
  });
  return under === 0 ? 0 : over / under;
}

/** How many of how many. */
export interface Count {
  all: number;
  right: number;
}

/** What `npm run mapping` counts. */
export interface Figures {
  /** Nodes whose key, dash or item is written in a file of the chart, and those that moved alone with their value. */
  readonly written: Count;
  /** Nodes that an action printed whole. */
  readonly printed: Count;
  /** A sample of both, through helm. */
  readonly throughHelm: Count;
  /** Claims of nodes, and those that changed with their value. */
  readonly claims: Count;
  /** All nodes, and those that changed with no value that they name. */
  readonly unclaimed: Count;
  /** Values that were changed, and those of which the chart refused every change. */
  readonly values: Count;
}

const names = ["written", "printed", "throughHelm", "claims", "unclaimed", "values"] as const;

export function noFigures(): Figures {
  const none = (): Count => ({ all: 0, right: 0 });
  return {
    written: none(),
    printed: none(),
    throughHelm: none(),
    claims: none(),
    unclaimed: none(),
    values: none(),
  };
}

export function addFigures(sum: Figures, one: Figures): void {
  for (const name of names) {
    sum[name].all += one[name].all;
    sum[name].right += one[name].right;
  }
}

const head = "figures: ";

/** A line that {@link figuresIn} reads. */
export function figuresLine(figures: Figures): string {
  return head + JSON.stringify(figures);
}

/** What a part of a run printed as its figures. */
export function figuresIn(printed: string): Figures {
  const line = printed.split("\n").find((one) => one.startsWith(head));
  if (line === undefined) throw new Error("no figures in it: is it what a whole part printed?");
  return JSON.parse(line.slice(head.length)) as Figures;
}

/** Prints the figures. @returns whether all bars are reached. */
export function printFigures({ written, printed, throughHelm, claims, unclaimed, values }: Figures): boolean {
  const renamed = { all: written.all + printed.all, right: written.right + printed.right };
  console.log(`renamed: ${percent(renamed)} nodes moved alone with their values; none is left out`);
  console.log(`    ${percent(written)} whose key, dash or item is written in a file of the chart`);
  console.log(`    ${percent(printed)} that an action printed whole`);
  console.log(`through helm: ${percent(throughHelm)} of a sample moved so`);
  console.log(`changed: ${values.all} values, ${values.right} of them refused by the chart in any other form`);
  console.log(`    ${percent(claims)} claims of nodes changed with their value`);
  console.log(`    ${percent(unclaimed)} nodes changed unclaimed, counts, guards and checksums apart`);
  const isReached =
    renamed.right >= 0.995 * renamed.all &&
    throughHelm.right >= 0.995 * throughHelm.all &&
    claims.right >= 0.98 * claims.all &&
    unclaimed.right <= 0.02 * unclaimed.all;
  console.log(isReached ? "all bars reached" : "a bar is not reached");
  return isReached;
}

function percent({ right, all }: Count): string {
  return all === 0 ? "none" : `${right} of ${all} (${((100 * right) / all).toFixed(2)} %)`;
}

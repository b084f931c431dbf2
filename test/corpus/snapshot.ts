import type { ChartFindings } from "./charts.ts";

/** Findings per file and, within it, per `severity rule`. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What the committed snapshot holds: counts alone, no text of any chart. */
export interface Snapshot {
  readonly statefulSets: number;
  /** Findings per `severity rule` over all files. */
  readonly total: Readonly<Record<string, number>>;
  readonly files: Counts;
}

export function snapshotOf(charts: readonly ChartFindings[]): Snapshot {
  const total = new Map<string, number>();
  const files: Record<string, Readonly<Record<string, number>>> = {};
  let statefulSets = 0;
  for (const chart of charts) {
    statefulSets += chart.statefulSets;
    const counts = new Map<string, number>();
    for (const { severity, rule } of chart.findings) {
      const key = `${severity} ${rule}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      total.set(key, (total.get(key) ?? 0) + 1);
    }
    if (counts.size > 0) files[chart.file] = sorted(counts);
  }
  return { statefulSets, total: sorted(total), files };
}

/** One line for each count that is not what it was: `file: warning rule 1 → 0`. */
export function changes(before: Snapshot, after: Snapshot): readonly string[] {
  const files = [...new Set([...Object.keys(before.files), ...Object.keys(after.files)])].sort();
  return files.flatMap((file) => {
    const was = before.files[file] ?? {};
    const is = after.files[file] ?? {};
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    return keys
      .filter((key) => was[key] !== is[key])
      .map((key) => `${file}: ${key} ${was[key] ?? 0} → ${is[key] ?? 0}`);
  });
}

function sorted(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

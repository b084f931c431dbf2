import fc from "fast-check";
import { type Mutated, mutated } from "../mutate.ts";
import { same } from "../promises.ts";
import { checkCall } from "./check-program.ts";

/** Something else in the place of a node of a report. */
interface Change {
  readonly at: number;
  readonly put: unknown;
}

export interface ReportCase {
  readonly input: Mutated;
  readonly parts: number;
  readonly sarif: boolean;
  /** What somebody did to the reports before they were merged. */
  readonly changes: readonly Change[];
}

const odd: readonly unknown[] = [
  null,
  0,
  -1,
  1e300,
  "",
  "\u001b[31m",
  "\n::error ::x",
  "##vso[task]",
  [],
  {},
  [[]],
  true,
  "__proto__",
  "a".repeat(3000),
];

const change: fc.Arbitrary<Change> = fc.record({ at: fc.nat(1_000_000), put: fc.constantFrom(...odd, undefined) });

export const reportCases: fc.Arbitrary<ReportCase> = fc.record({
  input: mutated,
  parts: fc.integer({ min: 1, max: 3 }),
  sarif: fc.boolean(),
  changes: fc.oneof(fc.constant([]), fc.array(change, { minLength: 1, maxLength: 3 })),
});

/** Lints in parts, and merges their reports: the same as of the whole, and of changed ones never a fault of ours. */
export async function checkReports({ input: { text, live }, parts, sarif, changes }: ReportCase): Promise<void> {
  const files = { "input.yaml": text };
  const format = sarif ? "sarif" : "json";
  const args = ["input.yaml", ...(live ? ["--live"] : []), "--preset", "all", "--format", format];
  const whole = await checkCall({ files, args });
  const reports: Record<string, string> = {};
  for (let part = 1; part <= parts; part++) {
    const { stdout } = await checkCall({ files, args: [...args, "--shard", `${part}/${parts}`] });
    reports[`${part}.json`] = stdout;
  }
  if (changes.length === 0) {
    const merged = await checkCall({ files: reports, args: ["merge", ...Object.keys(reports)] });
    if (merged.status !== whole.status)
      throw new Error(`status ${merged.status} of merge, ${whole.status} of the whole`);
    return same(merged.stdout, whole.stdout, "merged it is another report");
  }
  const changed = Object.fromEntries(
    Object.entries(reports).map(([name, report], index) => [name, index === 0 ? changedBy(report, changes) : report]),
  );
  const asked = changes.length === 1 ? [] : ["--format", changes.length === 2 ? "pretty" : "html"];
  await checkCall({ files: changed, args: ["merge", ...Object.keys(changed), ...asked] });
}

/** The report with another value at some of its nodes; cut short where that is no JSON at all. */
function changedBy(report: string, changes: readonly Change[]): string {
  if (report === "") return report;
  const root: unknown = JSON.parse(report);
  for (const { at, put } of changes) {
    const nodes = [...nodesOf(root)];
    const [holder, key] = nodes[at % nodes.length] ?? [];
    if (holder === undefined || key === undefined) continue;
    if (put === undefined && !Array.isArray(holder)) delete holder[key];
    else holder[key] = put;
  }
  return JSON.stringify(root);
}

function* nodesOf(value: unknown): Generator<readonly [Record<string, unknown>, string]> {
  if (typeof value !== "object" || value === null) return;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    yield [holder, key];
    yield* nodesOf(holder[key]);
  }
}

import type { Report } from "../contract/finding.ts";
import type { Baseline } from "../contract/options.ts";
import { excerptsOf } from "./excerpt.ts";
import { compare, uncounted } from "./order.ts";
import type { Part } from "./part.ts";
import type { Undecided } from "./settle.ts";
import type { InputNames } from "./whole-input.ts";

/** Keeps with the report of a part what merging needs. */
export function attachShard(
  report: Report,
  part: Part,
  undecided: Undecided,
  seen: {
    readonly charts: ReadonlySet<string>;
    readonly names: InputNames;
    readonly baseline: Baseline | undefined;
  },
): void {
  const excerpts = excerptsOf(report);
  excerpts.shard = {
    index: part.index,
    of: part.count,
    input: part.inputSum(),
    charts: [...seen.charts].sort(compare),
    ...(seen.baseline === undefined ? {} : { baseline: knownOf(report, undecided, seen.baseline) }),
    names: seen.names.record(),
    ...undecided,
    lines: excerpts.all(),
  };
}

/** What the baseline says of the findings of this part, those apart that it does not know. */
function knownOf(report: Report, { open, unusedUnless, ignores }: Undecided, baseline: Baseline) {
  const all = [
    ...report.findings,
    ...report.suppressed,
    ...[...open, ...unusedUnless].map(({ finding }) => finding),
    ...ignores.flatMap(({ fault }) => fault?.finding ?? []),
  ];
  const prints = new Set(all.map(({ fingerprint }) => uncounted(fingerprint)));
  const known = [...prints].filter((print) => Object.hasOwn(baseline.findings, print)).sort(compare);
  return Object.fromEntries(known.map((print) => [print, baseline.findings[print] ?? 0]));
}

import type { Judged } from "./judged.ts";

/** How many of the findings that were judged are worth their line. */
export interface Upheld {
  /** The rule, or `all` rules together. */
  readonly rule: string;
  readonly judged: number;
  readonly upheld: number;
  /** `upheld` of `judged`, between 0 and 1. */
  readonly share: number;
  /** The share that has to be reached; undefined where too few findings were judged to say anything. */
  readonly bar?: number;
}

/** Of all findings together. */
const barOverAll = 0.95;
/** Of one rule's, and the findings from which on that says something. */
const barOfRule = 0.8;
const enough = 5;

/** The shares that were upheld, of all findings first, then of each rule, the lowest first. */
export function upheldShares(judged: readonly Judged[]): readonly Upheld[] {
  const rules = new Map<string, Judged[]>();
  for (const one of judged) rules.set(one.rule, [...(rules.get(one.rule) ?? []), one]);
  const ofRules = [...rules].map(([rule, entries]) => {
    const share = shareOf(rule, entries);
    return share.judged < enough ? share : { ...share, bar: barOfRule };
  });
  return [
    { ...shareOf("all", judged), bar: barOverAll },
    ...ofRules.sort((one, other) => one.share - other.share || one.rule.localeCompare(other.rule)),
  ];
}

/** Of a kind of infos, in the sample that was judged. */
const barOfInfos = 0.6;

/** The kinds of infos that a reader can do without more often than not, by rule. */
export function hardlyWorthReading(sample: readonly Judged[]): readonly string[] {
  return upheldShares(sample)
    .filter(({ rule, share }) => rule !== "all" && share < barOfInfos)
    .map(({ rule }) => rule)
    .sort();
}

/** The shares that miss their bar. */
export function missed(shares: readonly Upheld[]): readonly Upheld[] {
  return shares.filter(({ share, bar }) => bar !== undefined && share < bar);
}

function shareOf(rule: string, entries: readonly Judged[]): Upheld {
  const findings = (of: readonly Judged[]) =>
    of.reduce((sum, { count, files }) => sum + (count ?? 1) * files.length, 0);
  const judged = findings(entries);
  const upheld = findings(entries.filter((entry) => entry.upheld !== false));
  return { rule, judged, upheld, share: judged === 0 ? 1 : upheld / judged };
}

import type { ClaimMaker, WorkloadName } from "./context.ts";
import type { Finding, Suppression } from "./finding.ts";
import type { Question } from "./rule.ts";

/** A finding that only the whole input decides: its words are missing. */
export interface OpenFinding {
  /** Which of its rule's messages it says. */
  readonly says: string;
  readonly question: Question;
  readonly finding: Finding;
  readonly suppression?: Suppression;
}

/** A fault of a suppression that is said unless one of some open findings is: their numbers, from 0. */
export interface UnusedUnless {
  readonly finding: Finding;
  readonly unless: readonly number[];
}

/** What a part of the input shows of one entry of the configuration's `ignore`. */
export interface IgnoreRecord {
  /** Its number among all entries of the configuration, from 0. */
  readonly index: number;
  readonly isUsed: boolean;
  /** The open findings that it suppresses if they are said: their numbers, from 0. */
  readonly usedIf: readonly number[];
  /** What is wrong with it, and at which resource: the first by name of those that it fits. */
  readonly fault?: {
    /** Whether that is only that it suppresses nothing. */
    readonly isUnused: boolean;
    readonly owner: { readonly name: string; readonly file: string; readonly line: number };
    /** Absent where the rule that says it is off for the resource. */
    readonly finding?: Finding;
  };
}

/** Who makes claims of a name, and in which namespace. */
export interface ClaimRecord extends ClaimMaker {
  readonly namespace: string;
}

/** The names of a part of the input that questions of other parts may be about. */
export interface NamesRecord {
  readonly workloads: readonly WorkloadName[];
  readonly claims: readonly ClaimRecord[];
}

/** What must be the same in all parts, and what a run tells of itself. */
export interface ShardRun {
  /** A sum over options and configuration. */
  readonly options: string;
  readonly failOn: "error" | "warning" | "info" | "never";
  /** Rules that failed: what they would have said is not in the report. */
  readonly failed: readonly { readonly rule: string; readonly isPlugin: boolean }[];
}

/** What the report of a part of the input carries beside its findings, for `sts-lint merge`. */
export interface ShardRecord {
  /** Which part it is, from 1. */
  readonly index: number;
  readonly of: number;
  /** A sum over all that was read, that of the other parts too. */
  readonly input: string;
  /** The charts that its part was rendered from. */
  readonly charts: readonly string[];
  /** Of the baseline that was given, what it says of these findings. */
  readonly baseline?: Readonly<Record<string, number>>;
  readonly names: NamesRecord;
  readonly open: readonly OpenFinding[];
  readonly unusedUnless: readonly UnusedUnless[];
  readonly ignores: readonly IgnoreRecord[];
  /** The lines of the input that findings point at. */
  readonly lines: readonly { readonly file: string; readonly lines: readonly (readonly [number, string])[] }[];
  readonly run?: ShardRun;
}

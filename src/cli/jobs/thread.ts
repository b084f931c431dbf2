import type { Report } from "../../lint/contract/finding.ts";
import type { ShardRecord } from "../../lint/contract/shard.ts";

/** What a thread is told of the inputs, in their order: one opens, a piece of it, all is read. */
export type Told =
  | { readonly opens: { readonly name: string; readonly isPart?: boolean } }
  | { readonly piece: string | Uint8Array }
  | { readonly ends: true };

/** A rule's fault, as it gets from one thread to another. */
export interface FaultTold {
  readonly rule: string;
  readonly message: string;
  readonly stack: string;
}

/** What a thread answers, once. */
export type Answer =
  | { readonly report: Report; readonly shard: ShardRecord; readonly faults: readonly FaultTold[] }
  /** What the user is to mend. */
  | { readonly refused: string }
  | { readonly failed: string };

/** A thread of this program that lints a part of what this one reads. */
export interface Thread {
  tell(message: Told): void;
  /** Settles once, whatever becomes of the thread. */
  readonly answer: Promise<Answer>;
}

/** The first argument of the program in such a thread. */
export const jobArgument = "--job";

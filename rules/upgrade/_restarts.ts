import { podName, readControlledSet } from "../../src/plan/controlled-set.ts";
import { lengthOf, ordinalsOf, overlap, type Span } from "../../src/plan/large-set.ts";
import type { SetUpdate } from "../../src/plan/set-update.ts";

/** Pods of neighbouring ordinals. */
export interface PodSpan {
  readonly count: number;
  /** Of the lowest and of the highest ordinal; empty where there is none. */
  readonly first: string;
  readonly last: string;
}

/** Which pods an update replaces, and which it leaves on the old revision. */
export interface Restarts {
  readonly replaced: PodSpan;
  readonly held: PodSpan;
  readonly by: "OnDelete" | "partition" | undefined;
  readonly partition: number;
}

/** What the strategy that holds after the update does to the pods that run before and after it. */
export function restartsOf({ before, after }: SetUpdate): Restarts {
  const [old, next] = [readControlledSet(before), readControlledSet(after)];
  const both = overlap(ordinalsOf(old), ordinalsOf(next));
  const pods = (span: Span): PodSpan => ({
    count: lengthOf(span),
    first: lengthOf(span) === 0 ? "" : podName(next.name, span.from),
    last: lengthOf(span) === 0 ? "" : podName(next.name, span.to),
  });
  const none = pods({ from: 0, to: -1 });
  if (next.strategy === "OnDelete") return { replaced: none, held: pods(both), by: "OnDelete", partition: 0 };
  const partition = next.rollingUpdate?.partition ?? 0;
  const edge = next.start + partition;
  const held = pods(overlap(both, { from: both.from, to: edge - 1 }));
  return {
    replaced: pods(overlap(both, { from: edge, to: both.to })),
    held,
    by: held.count > 0 ? "partition" : undefined,
    partition,
  };
}

/** `pod db-0`, `pods db-0 to db-4`. */
export function podsText({ count, first, last }: PodSpan): string {
  if (count === 0) return "no pod";
  if (count === 1) return `pod ${first}`;
  return count === 2 ? `pods ${first} and ${last}` : `pods ${first} to ${last}`;
}

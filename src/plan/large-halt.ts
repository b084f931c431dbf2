/*
 * Where the update of a set of many pods comes to rest when its new pods do not become ready: played by few (see
 * fewer-pods.ts), and told of all that they stand for.
 */
import { optional } from "../model/pod.ts";
import { parentAndOrdinal, podName, readControlledSet } from "./controlled-set.ts";
import type { PlannedUpdate } from "./course.ts";
import { type FirstWave, fewerPods } from "./fewer-pods.ts";
import { deletions, playedHalt } from "./halt.ts";
import type { Range } from "./large-set.ts";
import type { Halt } from "./plan-types.ts";
import { defaultsOf, type RolloutOptions } from "./rollout.ts";
import { mostPods } from "./set-shape.ts";
import { wholeNames } from "./stretches.ts";

/** Undefined where no pod is created, or where few cannot play it. */
export function largeHalt(
  { was, next, namespace }: Pick<PlannedUpdate, "was" | "next" | "namespace">,
  ranges: readonly Range[],
  options: RolloutOptions,
): Halt | undefined {
  const sets = [was, next].map((set) => (set === undefined ? 0 : readControlledSet(set).replicas));
  if (Math.max(...sets) > mostPods) return undefined;
  const wave = firstWave(ranges);
  // Of a pace between one and all, pods that are created beside it and do not become ready take a part.
  if (wave !== undefined && readControlledSet(next).burst && ranges.some(({ because }) => because === "scale-up"))
    return undefined;
  const few = fewerPods(was ?? next, next, defaultsOf(options), wave);
  if (few === undefined) return undefined;
  const halt = playedHalt({ old: was === undefined ? undefined : few.old, next: few.next }, options);
  if (halt === undefined) return undefined;
  const whole = (names: readonly string[]) => wholeNames(names, few.standsFor);
  return {
    ...halt,
    notReady: whole(halt.notReady),
    untouched: whole(halt.untouched),
    missing: whole(halt.missing),
    waits: halt.waits.map(({ reason, pod }) => {
      const { parent, ordinal } = parentAndOrdinal(pod ?? "") ?? {};
      return parent === undefined || ordinal === undefined
        ? { reason }
        : { reason, ...optional("pod", podName(parent, few.standsFor(ordinal).from)) };
    }),
    byHand: deletions(whole(halt.byHand), namespace),
  };
}

/** The pods that an update deletes at once, where it is more than one. */
function firstWave(ranges: readonly Range[]): FirstWave | undefined {
  const update = ranges.find(({ because }) => because === "update");
  if (update === undefined || update.atATime === 1) return undefined;
  return { from: update.to + 1 - update.atATime, pods: update.atATime };
}

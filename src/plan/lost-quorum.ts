import { majorityOf } from "../model/majority.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import { readControlledSet } from "./controlled-set.ts";
import { lengthOf, ordinalsOf, overlap } from "./large-set.ts";
import type { SetUpdate } from "./set-update.ts";

/** A cluster that is left without the majority of the members that it knows. */
export interface LostQuorum {
  /** The software, as people call it. */
  readonly title: string;
  readonly from: number;
  /** Of how many a majority is needed: fewer where those that leave one after the other no longer count. */
  readonly counted: number;
  /** Of those that it knows. */
  readonly to: number;
  readonly majority: number;
  /** Nothing is served; else what asks for a majority of its copies fails. */
  readonly isStopped: boolean;
}

/**
 * Only of software that needs a majority and whose members last: on claims, or listed in its configuration. A set that is scaled
 * to zero is stopped, not broken.
 */
export function lostQuorum(set: StatefulSetView, update: SetUpdate): LostQuorum | undefined {
  const needed = majorityOf(set);
  if (needed === undefined || (!set.isPersistent && set.peers.length === 0)) return undefined;
  const [old, next] = [readControlledSet(update.before), readControlledSet(update.after)];
  const from = old.replicas;
  // A pod of another ordinal is a member that the others do not know.
  const to = lengthOf(overlap(ordinalsOf(old), ordinalsOf(next)));
  // One after the other: of so few that the software goes down to, whether those that stay are the ones that count is not known.
  const least = old.burst ? undefined : needed.leastCounted;
  if (least !== undefined && from < least) return undefined;
  const counted = Math.min(from, least ?? from);
  const majority = Math.floor(counted / 2) + 1;
  return next.replicas === 0 || to >= majority
    ? undefined
    : { title: needed.title, from, counted, to, majority, isStopped: needed.isNeeded };
}

export function quorumText({ title, from, counted, to, majority, isStopped }: LostQuorum): string {
  const left = `the ${to} left ${to === 1 ? "is" : "are"} no majority`;
  const members = counted < from ? `the last ${counted} of its ${from} members` : `its ${from} members`;
  return isStopped
    ? `${title} needs ${majority} of ${members}, and ${left}: without a leader nothing is served`
    : `of the ${from} members of ${title} ${majority} are a majority, and ${left}: requests that want one of the copies fail, and what only those that go have kept is gone`;
}

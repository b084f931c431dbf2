/*
 * Sets of more pods than it helps anybody to follow one by one. With every pod becoming ready the controller does the
 * same thing over and over, so the order is told in ranges: which pods, in which direction, how many at a time.
 * Source: stateful_set_control.go (updateStatefulSet): creations ascend, scale-down and updates descend.
 */

import { scaledValue } from "../model/int-or-string.ts";
import { type FeatureGates, isGateOn, type Minor } from "../model/kubernetes-version.ts";
import type { ControlledSet } from "./controlled-set.ts";
import { endOrdinal } from "./controlled-set.ts";
import type { PlannedAction } from "./plan-types.ts";

/** From so many pods on a set is planned in ranges. */
export const leastLarge = 1000;

/** Ordinals in a row, both ends included; none where `to` is below `from`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function lengthOf({ from, to }: Span): number {
  return Math.max(0, to - from + 1);
}

/** Pods that go through one thing after the other, so many at a time. */
export interface Range extends Span {
  readonly because: PlannedAction["because"];
  /** In the order in which the controller takes them. */
  readonly goesDown: boolean;
  readonly atATime: number;
  readonly actions: readonly { readonly do: PlannedAction["do"]; readonly revision: string }[];
}

/** What the controller does to go from one set to the next, `before` being at rest; undefined: nothing runs yet. */
export function rangesOf(
  before: ControlledSet | undefined,
  after: ControlledSet,
  makesRevision: boolean,
  minor: Minor,
  gates: FeatureGates | undefined,
): Range[] {
  const [old, next] = [before === undefined ? undefined : ordinalsOf(before), ordinalsOf(after)];
  const [newest, held] = [makesRevision ? "r2" : "r1", heldBelow(before, after)];
  const burst = after.burst ? Number.POSITIVE_INFINITY : 1;
  const created = old === undefined ? [next] : without(next, old);
  const create = (span: Span, revision: string): Range => ({
    ...span,
    because: old === undefined ? "install" : "scale-up",
    goesDown: false,
    atATime: burst,
    actions: [{ do: "create", revision }],
  });
  const kept = old === undefined ? [] : [overlap(old, next)];
  const updated = makesRevision && after.strategy !== "OnDelete" ? kept.map((span) => from(span, held.update)) : [];
  const ranges: Range[] = [
    ...created.flatMap((span) => [create(upTo(span, held.create), "r1"), create(from(span, held.create), newest)]),
    ...(old === undefined ? [] : without(old, next).reverse()).map(
      (span): Range => ({
        ...span,
        because: "scale-down",
        goesDown: true,
        atATime: burst,
        actions: [{ do: "delete", revision: "r1" }],
      }),
    ),
    ...updated.map(
      (span): Range => ({
        ...span,
        because: "update",
        goesDown: true,
        atATime: unavailableAtOnce(after, minor, gates),
        actions: [
          { do: "delete", revision: "r1" },
          { do: "create", revision: newest },
        ],
      }),
    ),
  ];
  return ranges.flatMap((range) => {
    const pods = lengthOf(range);
    return pods === 0 ? [] : [{ ...range, atATime: Math.min(range.atATime, pods) }];
  });
}

export function ordinalsOf(set: ControlledSet): Span {
  return { from: set.start, to: endOrdinal(set) };
}

/** The ordinals of both. */
export function overlap(one: Span, other: Span): Span {
  return { from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) };
}

/** What of one is not in the other: below it, above it, or all. */
export function without(one: Span, other: Span): Span[] {
  if (lengthOf(overlap(one, other)) === 0) return lengthOf(one) === 0 ? [] : [one];
  const sides = [
    { from: one.from, to: other.from - 1 },
    { from: other.to + 1, to: one.to },
  ];
  return sides.filter((span) => lengthOf(span) > 0);
}

function from(span: Span, ordinal: number): Span {
  return { from: Math.max(span.from, ordinal), to: span.to };
}

function upTo(span: Span, ordinal: number): Span {
  return { from: span.from, to: Math.min(span.to, ordinal - 1) };
}

/**
 * Below which ordinal pods are not updated, and are created at the revision that ran before: the partition; where
 * `type: RollingUpdate` stands alone, creation goes by how many ran before (newVersionedStatefulSetPod).
 */
function heldBelow(
  before: ControlledSet | undefined,
  { start, strategy, rollingUpdate }: ControlledSet,
): { readonly update: number; readonly create: number } {
  const partition = start + (rollingUpdate?.partition ?? 0);
  const isBare = strategy === "RollingUpdate" && rollingUpdate === undefined;
  return { update: partition, create: isBare ? start + (before?.replicas ?? 0) : partition };
}

/** getStatefulSetMaxUnavailable: a percentage rounds down, at least 1; without the gate one. */
function unavailableAtOnce(
  { rollingUpdate, replicas }: ControlledSet,
  minor: Minor,
  gates: FeatureGates | undefined,
): number {
  const written = rollingUpdate?.maxUnavailable;
  if (written === undefined || !isGateOn("MaxUnavailableStatefulSet", minor, gates)) return 1;
  return Math.max(1, scaledValue(written, replicas, "down") ?? 1);
}

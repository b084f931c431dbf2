/*
 * Sets of more pods than a Rollout follows one by one. With every pod becoming ready the controller does the same thing
 * over and over, so the order is told in ranges: which pods, in which direction, how many at a time.
 * Source: stateful_set_control.go (updateStatefulSet): creations ascend, scale-down and updates descend.
 */

import { scaledValue } from "../model/int-or-string.ts";
import { type FeatureGates, isGateOn, type Minor } from "../model/kubernetes-version.ts";
import type { ControlledSet } from "./controlled-set.ts";
import { claimName, podName } from "./controlled-set.ts";
import type { PlannedAction } from "./plan-types.ts";

/** Pods that go through one thing after the other, so many at a time. */
export interface Range {
  readonly because: PlannedAction["because"];
  /** In the order in which the controller takes them. */
  readonly pods: readonly string[];
  readonly atATime: number;
  readonly actions: readonly ("delete" | "create")[];
}

/** More are counted but not spelt out. */
export const mostNames = 5000;

/** What the controller does to go from one set to the next, `before` being at rest; undefined: nothing runs yet. */
export function rangesOf(
  before: ControlledSet | undefined,
  after: ControlledSet,
  makesRevision: boolean,
  minor: Minor,
  gates: FeatureGates | undefined,
): Range[] {
  const old = before === undefined ? [] : ordinalsOf(before);
  const next = ordinalsOf(after);
  const [had, has] = [new Set(old), new Set(next)];
  const created = next.filter((ordinal) => !had.has(ordinal));
  const ended = old.filter((ordinal) => !has.has(ordinal)).reverse();
  const partition = after.strategy === "OnDelete" ? Number.POSITIVE_INFINITY : (after.rollingUpdate?.partition ?? 0);
  const updated = makesRevision
    ? next.filter((ordinal) => had.has(ordinal) && ordinal - after.start >= partition).reverse()
    : [];
  const range = (
    because: Range["because"],
    ordinals: readonly number[],
    atATime: number,
    actions: Range["actions"],
  ): Range[] =>
    ordinals.length === 0
      ? []
      : [{ because, pods: ordinals.map((ordinal) => podName(after.name, ordinal)), atATime, actions }];
  const burst = after.burst ? Math.max(1, after.replicas) : 1;
  return [
    ...range(before === undefined ? "install" : "scale-up", created, burst, ["create"]),
    ...range("scale-down", ended, after.burst ? Math.max(1, ended.length) : 1, ["delete"]),
    ...range("update", updated, unavailableAtOnce(after, minor, gates), ["delete", "create"]),
  ];
}

function ordinalsOf({ start, replicas }: ControlledSet): number[] {
  return Array.from({ length: Math.min(replicas, mostNames) }, (_, index) => start + index);
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

/** The claims of all pods of a set, by name. */
export function claimNames(
  set: ControlledSet,
): { readonly name: string; readonly template: string; readonly pod: string }[] {
  return ordinalsOf(set).flatMap((ordinal) =>
    set.claimTemplates.map((template) => ({
      name: claimName(template, set.name, ordinal),
      template,
      pod: podName(set.name, ordinal),
    })),
  );
}

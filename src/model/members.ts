import { together } from "./namespace.ts";
import type { SetSurroundings, StatefulSetView } from "./statefulset.ts";

/**
 * The sets that look like the members of one cluster, each a StatefulSet of its own: one replica, one image, and names
 * that differ in a number or letter at the end. In the order of the input, the set itself included; empty for others.
 */
export function membersBeside(set: StatefulSetView): readonly StatefulSetView[] {
  const kin = kinOf(set);
  const alike = kin === undefined ? [] : (set.release.once(setsByKin).get(kin) ?? []);
  return alike.filter((other) => together(other.manifest, set.manifest));
}

/** What members of one cluster have in common, as one word; undefined for a set that cannot be one. */
function kinOf({ maxReplicas, name, runningContainers }: StatefulSetView): string | undefined {
  const stem = maxReplicas === 1 ? stemOf(name) : undefined;
  return stem === undefined ? undefined : JSON.stringify([stem, runningContainers[0]?.image]);
}

function setsByKin({ statefulSets }: SetSurroundings): ReadonlyMap<string, readonly StatefulSetView[]> {
  const sets = new Map<string, StatefulSetView[]>();
  for (const set of statefulSets) {
    const kin = kinOf(set);
    if (kin === undefined) continue;
    const alike = sets.get(kin);
    if (alike === undefined) sets.set(kin, [set]);
    else alike.push(set);
  }
  return sets;
}

/** `db-1` and `db1` → `db`; `db-a` → `db`. */
function stemOf(name: string): string | undefined {
  return /^(.*?[a-z])-?\d{1,4}$/.exec(name)?.[1] ?? /^(.+)-[a-z]$/.exec(name)?.[1];
}

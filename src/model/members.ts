import { together } from "./namespace.ts";
import type { StatefulSetView } from "./statefulset.ts";

/**
 * The sets that look like the members of one cluster, each a StatefulSet of its own: one replica, one image, and names
 * that differ in a number or letter at the end. In the order of the input, the set itself included; empty for others.
 */
export function membersBeside(set: StatefulSetView): readonly StatefulSetView[] {
  const stem = set.maxReplicas === 1 ? stemOf(set.name) : undefined;
  if (stem === undefined) return [];
  const image = set.runningContainers[0]?.image;
  return set.release.statefulSets.filter(
    (other) =>
      other.maxReplicas === 1 &&
      stemOf(other.name) === stem &&
      together(other.manifest, set.manifest) &&
      other.runningContainers[0]?.image === image,
  );
}

/** `db-1` and `db1` → `db`; `db-a` → `db`. */
function stemOf(name: string): string | undefined {
  return /^(.*?[a-z])-?\d{1,4}$/.exec(name)?.[1] ?? /^(.+)-[a-z]$/.exec(name)?.[1];
}

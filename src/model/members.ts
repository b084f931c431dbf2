import { together } from "./namespace.ts";
import type { SetSurroundings, StatefulSetView } from "./statefulset.ts";

/**
 * The sets that look like the members of one cluster, each a StatefulSet of its own: one replica, one image, and names
 * that differ in a number or letter at the end. In the order of the input, the set itself included; empty for others.
 * Members of one namespace are given the same list: each of thousands asks.
 */
export function membersBeside(set: StatefulSetView): readonly StatefulSetView[] {
  const kin = kinOf(set);
  const alike = kin === undefined ? undefined : set.release.once(setsByKin).get(kin);
  if (alike === undefined) return [];
  const { namespace } = set.manifest;
  const known = alike.beside.get(namespace);
  if (known !== undefined) return known;
  const beside = alike.sets.filter((other) => together(other.manifest, set.manifest));
  alike.beside.set(namespace, beside);
  return beside;
}

/** The sets of one kin, and which of them may be in a namespace. */
interface Alike {
  readonly sets: StatefulSetView[];
  readonly beside: Map<string | undefined, readonly StatefulSetView[]>;
}

/** What members of one cluster have in common, as one word; undefined for a set that cannot be one. */
function kinOf(set: StatefulSetView): string | undefined {
  const stem = stemOf(set.name);
  if (stem === undefined || set.maxReplicas !== 1) return undefined;
  return JSON.stringify([stem, set.runningContainers[0]?.image]);
}

function setsByKin({ statefulSets }: SetSurroundings): ReadonlyMap<string, Alike> {
  const kins = new Map<string, Alike>();
  for (const set of statefulSets) {
    const kin = kinOf(set);
    if (kin === undefined) continue;
    const alike: Alike = kins.get(kin) ?? { sets: [], beside: new Map() };
    kins.set(kin, alike);
    alike.sets.push(set);
  }
  return kins;
}

/** `db-1` and `db1` → `db`; `db-a` → `db`. */
function stemOf(name: string): string | undefined {
  return /^(.*?[a-z])-?\d{1,4}$/.exec(name)?.[1] ?? /^(.+)-[a-z]$/.exec(name)?.[1];
}
